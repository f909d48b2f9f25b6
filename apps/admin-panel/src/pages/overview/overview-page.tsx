import {
  Card,
  Link as FluentLink,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  tokens,
  typographyStyles,
} from "@fluentui/react-components";
import { getOverview } from "@outrigger/api-contract";
import { callEndpoint, useLanguage } from "@outrigger/ui";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { ListBody } from "../../list-body.tsx";
import { NoticeBars, noticesQuery } from "../../notices/notice-bars.tsx";
import { PageHeading } from "../../page-heading.tsx";
import { safeLink } from "../../safe-link.ts";
import { answerOverview } from "./answer-overview.ts";
import { overviewMessagesOf } from "./overview-messages.ts";
import { PeopleTiles } from "./people-tiles.tsx";
import { SavedPlot } from "./saved-plot.tsx";

const REFRESH_MS = 15_000;

const useStyles = makeStyles({
  stack: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXL },
  answer: { ...typographyStyles.subtitle1, fontWeight: tokens.fontWeightRegular, margin: 0 },
  plotTitle: { ...typographyStyles.subtitle2, margin: 0 },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2 },
});

type Overview = z.output<typeof getOverview.output>;

/** The first page after sign-in: is everyone working, and if not, what helps most? */
export function OverviewPage() {
  const messages = overviewMessagesOf(useLanguage());
  const queries = useQueryClient();
  const overview = useQuery({
    queryKey: ["overview"],
    queryFn: async ({ signal }) => {
      const notices = queries.prefetchQuery(noticesQuery);
      const answer = await callEndpoint(getOverview, { signal });
      await notices;
      return answer;
    },
    refetchInterval: REFRESH_MS,
  });
  return (
    <>
      <PageHeading title={messages.title} />
      <ListBody query={overview} skeleton={[32, 110, 64, 240]}>
        {(answer) => (
          <>
            <NoticeBars countMax={3} hasLink />
            <OverviewBody overview={answer} />
          </>
        )}
      </ListBody>
    </>
  );
}

function OverviewBody({ overview }: { overview: Overview }) {
  const styles = useStyles();
  const language = useLanguage();
  const messages = overviewMessagesOf(language);
  const total = overview.savedPerHour.reduce((sum, hour) => sum + hour.count, 0);
  return (
    <div className={styles.stack}>
      <p className={styles.answer}>{answerOverview(overview, language)}</p>
      <PeopleTiles counts={overview} />
      {overview.bestFix ? <BestFix fix={overview.bestFix} /> : null}
      <Card>
        <h2 className={styles.plotTitle}>{messages.savedTitle}</h2>
        {total === 0 ? (
          <p className={styles.quiet}>{messages.savedNone}</p>
        ) : (
          <>
            <p className={styles.quiet}>{messages.savedTotal(total)}</p>
            <SavedPlot hours={overview.savedPerHour} />
          </>
        )}
      </Card>
    </div>
  );
}

function BestFix({ fix }: { fix: NonNullable<Overview["bestFix"]> }) {
  const messages = overviewMessagesOf(useLanguage());
  const href = safeLink(fix.link);
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{messages.bestFix}</MessageBarTitle> {fix.sentence} {messages.helps(fix.helpsCount)}
      </MessageBarBody>
      {href === undefined ? null : (
        <MessageBarActions>
          <FluentLink href={href}>{messages.openFix}</FluentLink>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}

import { lookUpItem } from "@outrigger/api-contract";
import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { MailRegular } from "@fluentui/react-icons/svg/mail";
import {
  callEndpoint,
  EmptyState,
  ErrorState,
  FaultBoundary,
  isApiError,
  SkeletonBlocks,
} from "@outrigger/ui";
import { useQuery } from "@tanstack/react-query";
import { useSelection } from "../host-context.ts";
import type { OpenMail } from "../office-host/index.ts";
import { useMessages } from "../use-messages.ts";
import { usePaneStyles } from "../views/pane-styles.ts";
import { itemKeyOf } from "./item-key.ts";
import { People } from "./people.tsx";
import { Records } from "./records.tsx";
import { SaveSection } from "./save-section.tsx";

const useStyles = makeStyles({
  main: { padding: tokens.spacingHorizontalM },
  subject: {
    margin: 0,
    display: "-webkit-box",
    WebkitBoxOrient: "vertical",
    WebkitLineClamp: "2",
    overflow: "hidden",
    overflowWrap: "anywhere",
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
});

/** Heights of what comes: the save state, a person's card, an account, an opportunity. */
export const mailSkeletonHeights = [96, 116, 72, 72] as const;

/** What is known of the thing that is open in Outlook. */
export function OpenSelectionView() {
  const styles = useStyles();
  const pane = usePaneStyles();
  const { messages } = useMessages();
  const selection = useSelection();
  return (
    <main className={mergeClasses(styles.main, pane.column)}>
      {selection.kind === "mail" ? (
        <FaultBoundary key={selection.mail.internetMessageId}>
          <MailView mail={selection.mail} />
        </FaultBoundary>
      ) : (
        <EmptyState
          icon={<MailRegular />}
          title={selection.kind === "nothing" ? messages.selectMail : messages.otherItem}
        >
          {selection.kind === "nothing" ? messages.selectMailText : messages.otherItemText}
        </EmptyState>
      )}
    </main>
  );
}

function MailView({ mail }: { mail: OpenMail }) {
  const styles = useStyles();
  const { messages } = useMessages();
  const { internetMessageId, participants } = mail;
  const lookup = useQuery({
    queryKey: itemKeyOf(mail),
    queryFn: ({ signal }) => callEndpoint(lookUpItem, { body: { internetMessageId, participants }, signal }),
    staleTime: 60_000,
  });
  // The bar on top already asks to sign in to Salesforce.
  if (lookup.isError && isApiError(lookup.error, "crm_not_connected")) return null;
  return (
    <>
      <p className={styles.subject}>{mail.subject}</p>
      {lookup.isPending ? <SkeletonBlocks heights={mailSkeletonHeights} label={messages.lookingUp} /> : null}
      {lookup.isError && !lookup.data ? (
        <ErrorState
          title={messages.lookUpFailed}
          error={lookup.error}
          onRetry={() => void lookup.refetch()}
        />
      ) : null}
      {lookup.data ? (
        <>
          <SaveSection mail={mail} save={lookup.data.save} />
          <People people={lookup.data.people} />
          <Records item={lookup.data} />
        </>
      ) : null}
    </>
  );
}

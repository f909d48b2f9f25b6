import { Card, Link as FluentLink, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { CheckmarkCircleRegular, WarningRegular } from "@fluentui/react-icons";
import type { TenantPosture } from "@outrigger/api-contract";
import { TechnicalDetails, useLanguage } from "@outrigger/ui";
import { safeLink } from "../../safe-link.ts";
import { postureMessagesOf } from "./posture-messages.ts";

const useStyles = makeStyles({
  title: {
    ...typographyStyles.subtitle2,
    margin: 0,
    display: "flex",
    alignItems: "center",
    gap: tokens.spacingHorizontalS,
  },
  good: { color: tokens.colorStatusSuccessForeground1, fontSize: "20px", lineHeight: 1 },
  bad: { color: tokens.colorStatusWarningForeground3, fontSize: "20px", lineHeight: 1 },
  words: { margin: 0, maxWidth: "80ch", overflowWrap: "anywhere" },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
});

/** The single thing that blocks, who can change it, and the least fix. */
export function PostureVerdict({ tenant }: { tenant: TenantPosture }) {
  const styles = useStyles();
  const messages = postureMessagesOf(useLanguage());
  const { blocker, verdict, observations, fix } = tenant;
  const actors = [...new Set(fix.flatMap((remedy) => remedy.actors))];
  const title =
    blocker === null
      ? verdict === "clear"
        ? messages.verdictClear
        : messages.verdictMaybeClear
      : verdict === "unknown"
        ? messages.verdictMaybe
        : messages.verdictBlocked;
  return (
    <Card>
      <h3 className={styles.title}>
        <span className={blocker === null ? styles.good : styles.bad} aria-hidden>
          {blocker === null ? <CheckmarkCircleRegular /> : <WarningRegular />}
        </span>
        {title}
      </h3>
      {blocker === null ? null : (
        <>
          <p className={styles.words}>{blocker.sentence}</p>
          {actors.length > 0 ? <p className={styles.words}>{messages.whoCanChange(actors)}</p> : null}
          <Fix tenant={tenant} />
          <TechnicalDetails parts={[blocker.code, blocker.setting]} />
        </>
      )}
      {observations.length === 0 ? null : (
        <ul className={styles.list}>
          {observations.map(({ code, sentence }) => (
            <li key={code}>{sentence}</li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Fix({ tenant: { fix, further } }: { tenant: TenantPosture }) {
  const styles = useStyles();
  const messages = postureMessagesOf(useLanguage());
  return (
    <>
      {fix.map((remedy) => {
        const href = remedy.url === null ? undefined : safeLink(remedy.url);
        return (
          <div key={remedy.code}>
            <strong>{messages.leastFix}</strong>
            <ol className={styles.list}>
              {remedy.steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
            {remedy.code === "admin_consent_link" ? (
              <FluentLink href="/admin/approvals">{messages.toApprovals}</FluentLink>
            ) : href === undefined ? null : (
              <FluentLink href={href} target="_blank" rel="noreferrer">
                {messages.toMicrosoft}
              </FluentLink>
            )}
          </div>
        );
      })}
      {further.length === 0 ? null : (
        <div>
          <strong>{messages.behind}</strong>
          <ul className={styles.list}>
            {further.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

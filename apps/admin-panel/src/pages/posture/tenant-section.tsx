import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import type { TenantPosture } from "@outrigger/api-contract";
import { RelativeTime, useLanguage } from "@outrigger/ui";
import { NoticeBars } from "../../notices/notice-bars.tsx";
import { OwnReading } from "./own-reading.tsx";
import { PostureGrants } from "./posture-grants.tsx";
import { PostureMatrix } from "./posture-matrix.tsx";
import { postureMessagesOf } from "./posture-messages.ts";
import { PostureVerdict } from "./posture-verdict.tsx";
import { ReadingLine } from "./reading-line.tsx";
import type { TenantReadingActions } from "./use-tenant-reading.ts";
import { WatchCard } from "./watch-card.tsx";

const useStyles = makeStyles({
  tenant: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalXL,
    marginBlockEnd: tokens.spacingVerticalXXXL,
  },
  name: { ...typographyStyles.subtitle1, margin: 0, overflowWrap: "anywhere" },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
  summary: { cursor: "pointer", paddingBlock: tokens.spacingVerticalS },
  scope: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: "anywhere" },
});

/** One tenant: how it is known, what blocks, who sees what, what is granted, and what is not known. */
export function TenantSection({ tenant, actions }: { tenant: TenantPosture; actions: TenantReadingActions }) {
  const styles = useStyles();
  const name = tenant.displayName ?? tenant.tenantId;
  return (
    <section className={styles.tenant} aria-label={name}>
      <div>
        <h2 className={styles.name}>{name}</h2>
        <ReadingLine tenant={tenant} actions={actions} />
      </div>
      <NoticeBars tenantId={tenant.tenantId} />
      <PostureVerdict tenant={tenant} />
      <PostureMatrix tenant={tenant} name={name} />
      <PostureGrants tenant={tenant} name={name} />
      <WatchCard tenant={tenant} actions={actions} />
      <div>
        <UnknownParts tenant={tenant} />
        <OwnReading onRead={actions.refresh} />
        <History tenant={tenant} />
      </div>
    </section>
  );
}

function UnknownParts({ tenant: { unknown, reading } }: { tenant: TenantPosture }) {
  const styles = useStyles();
  const messages = postureMessagesOf(useLanguage());
  if (unknown.length === 0) return <p>{messages.everythingRead}</p>;
  return (
    <details open={reading !== null && unknown.length <= 3}>
      <summary className={styles.summary}>{messages.unknownTitle(unknown.length)}</summary>
      <ul className={styles.list}>
        {unknown.map(({ part, reason, assumed, scope }) => (
          <li key={`${part} ${reason}`}>
            {messages.unknownLine(part, reason, assumed)}{" "}
            <span className={styles.scope}>{messages.wouldTell(scope)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function History({ tenant: { history } }: { tenant: TenantPosture }) {
  const styles = useStyles();
  const messages = postureMessagesOf(useLanguage());
  if (history.length === 0) return null;
  return (
    <details>
      <summary className={styles.summary}>{messages.historyTitle(history.length)}</summary>
      <ul className={styles.list}>
        {history.map(({ readAt, source, readerName }) => (
          <li key={readAt}>
            <RelativeTime at={readAt} />, {messages.readBy(source, readerName)}
          </li>
        ))}
      </ul>
    </details>
  );
}

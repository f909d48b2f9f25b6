import {
  Button,
  Link as FluentLink,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  tokens,
} from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons";
import { dismissNotice, listNotices, type Notice, type NoticeKind } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, RelativeTime, useLanguage } from "@outrigger/ui";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { noticesMessagesOf } from "./notices-messages.ts";

const REFRESH_MS = 60_000;

/** Pages ask for it along with their own answer, so that nothing jumps when notices come. */
export const noticesQuery = queryOptions({
  queryKey: ["notices"],
  queryFn: ({ signal }) => callEndpoint(listNotices, { signal }),
});

const useStyles = makeStyles({
  list: {
    listStyleType: "none",
    margin: 0,
    padding: 0,
    marginBlockEnd: tokens.spacingVerticalL,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalS,
  },
  next: { display: "block", color: tokens.colorNeutralForeground2 },
  when: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** What stops people already, apart from what only will. */
const URGENT: ReadonlySet<NoticeKind> = new Set(["grant_revoked", "app_disabled", "secret_expired"]);

export interface NoticeBarsProps {
  /** Left out: all tenants of the organization. */
  tenantId?: string;
  /** How many are shown at most; the rest is named. */
  countMax?: number;
  /** Whether each leads to the Posture page. */
  hasLink?: boolean;
}

/** Open notices that nobody has dismissed. While they are on their way, or there are none, there is nothing to see. */
export function NoticeBars({ tenantId, countMax = 20, hasLink = false }: NoticeBarsProps) {
  const styles = useStyles();
  const messages = noticesMessagesOf(useLanguage());
  const notices = useQuery({ ...noticesQuery, refetchInterval: REFRESH_MS });
  const open = (notices.data?.notices ?? []).filter(
    (notice) => !notice.isDismissed && (tenantId === undefined || notice.tenantId === tenantId),
  );
  if (open.length === 0) return null;
  const hidden = open.length - countMax;
  return (
    <ul className={styles.list} aria-label={messages.label}>
      {open.slice(0, countMax).map((notice) => (
        <li key={notice.id}>
          <NoticeBar notice={notice} hasLink={hasLink} />
        </li>
      ))}
      {hidden > 0 ? <li>{messages.more(hidden)}</li> : null}
    </ul>
  );
}

function NoticeBar({ notice, hasLink }: { notice: Notice; hasLink: boolean }) {
  const styles = useStyles();
  const messages = noticesMessagesOf(useLanguage());
  const queries = useQueryClient();
  const dismiss = useMutation({
    mutationFn: () => callEndpoint(dismissNotice, { params: { noticeId: notice.id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["notices"] }),
  });
  return (
    <>
      <MessageBar intent={URGENT.has(notice.kind) ? "error" : "warning"} layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{notice.sentence}</MessageBarTitle>{" "}
          <span className={styles.when}>
            <RelativeTime at={notice.raisedAt} />
          </span>
          <span className={styles.next}>{notice.nextStep}</span>
        </MessageBarBody>
        <MessageBarActions
          containerAction={
            <Button
              appearance="transparent"
              icon={<DismissRegular />}
              aria-label={messages.dismissFor(notice.sentence)}
              title={messages.dismiss}
              disabledFocusable={dismiss.isPending}
              onClick={() => dismiss.mutate()}
            />
          }
        >
          {hasLink ? <FluentLink href="/admin/posture">{messages.toPosture}</FluentLink> : null}
        </MessageBarActions>
      </MessageBar>
      {dismiss.isError ? <ErrorState error={dismiss.error} /> : null}
    </>
  );
}

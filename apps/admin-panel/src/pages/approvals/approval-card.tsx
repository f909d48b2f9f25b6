import {
  Button,
  Card,
  makeStyles,
  tokens,
  typographyStyles,
  useRestoreFocusTarget,
} from "@fluentui/react-components";
import type { listApprovals } from "@outrigger/api-contract";
import { RelativeTime, useLanguage } from "@outrigger/ui";
import type { ReactNode } from "react";
import type { z } from "zod";
import { DataTable } from "../../data-table/data-table.tsx";
import { usePermissionColumns } from "../../permission-columns.tsx";
import { ApprovalLinks } from "./approval-links.tsx";
import { ApprovalStateChip } from "./approval-state-chip.tsx";
import { ApprovalTimeline } from "./approval-timeline.tsx";
import { approvalsMessagesOf } from "./approvals-messages.ts";
import { FollowUpActions } from "./follow-up-actions.tsx";

export type ListedApproval = z.output<typeof listApprovals.output>["approvals"][number];

const useStyles = makeStyles({
  head: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: tokens.spacingHorizontalM,
  },
  title: { ...typographyStyles.subtitle2, margin: 0, flexGrow: 1 },
  facts: {
    margin: 0,
    display: "grid",
    gridTemplateColumns: "max-content minmax(0, 1fr)",
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXS,
  },
  term: { color: tokens.colorNeutralForeground2 },
  value: { margin: 0, overflowWrap: "anywhere" },
  summary: { cursor: "pointer", paddingBlock: tokens.spacingVerticalXS },
});

export interface ApprovalCardProps {
  approval: ListedApproval;
  /** False where the operator set up no mail server. */
  canMail: boolean;
  onRevoke: () => void;
}

/** One approval: state, people, permissions, and the way to withdraw it while it is open. */
export function ApprovalCard({ approval, canMail, onRevoke }: ApprovalCardProps) {
  const styles = useStyles();
  const messages = approvalsMessagesOf(useLanguage());
  const columns = usePermissionColumns();
  const restoreFocusTarget = useRestoreFocusTarget();
  const tenant = approval.tenantDisplayName ?? messages.unknownTenant;
  const isRevocable = approval.state === "open" || approval.state === "verifying";
  return (
    <Card>
      <div className={styles.head}>
        <h2 className={styles.title}>{tenant}</h2>
        <ApprovalStateChip state={approval.state} />
        {isRevocable ? (
          <Button {...restoreFocusTarget} aria-label={messages.revokeFor(tenant)} onClick={onRevoke}>
            {messages.revoke}
          </Button>
        ) : null}
      </div>
      <dl className={styles.facts}>
        <Fact term={messages.asked}>
          <RelativeTime at={approval.askedAt} /> {messages.askedBy(approval.askedByName)}
        </Fact>
        <Fact term={messages.waiting}>
          {approval.waitingNames.length === 0 ? messages.nobodyWaits : approval.waitingNames.join(", ")}
        </Fact>
        {approval.decidedAt === null ? null : (
          <Fact term={messages.decided}>
            <RelativeTime at={approval.decidedAt} />{" "}
            {approval.decidedByName === null ? null : messages.askedBy(approval.decidedByName)}
          </Fact>
        )}
        {approval.declineReason === null ? null : (
          <Fact term={messages.reason}>{approval.declineReason}</Fact>
        )}
        {isRevocable ? (
          <Fact term={messages.expires}>
            <RelativeTime at={approval.expiresAt} />
          </Fact>
        ) : null}
        {isRevocable && approval.escalationRecipient !== null ? (
          <Fact term={messages.second}>{messages.secondIfUnanswered(approval.escalationRecipient)}</Fact>
        ) : null}
      </dl>
      {isRevocable && canMail ? <FollowUpActions approval={approval} tenant={tenant} /> : null}
      <details open={isRevocable}>
        <summary className={styles.summary}>{messages.timeline}</summary>
        <ApprovalTimeline events={approval.timeline} />
      </details>
      <details>
        <summary className={styles.summary}>{messages.links(approval.links.length)}</summary>
        <ApprovalLinks approval={approval} tenant={tenant} />
      </details>
      <details>
        <summary className={styles.summary}>{messages.permissions(approval.permissions.length)}</summary>
        <DataTable
          label={messages.permissionsOf(tenant)}
          rows={approval.permissions}
          columns={columns}
          keyOf={(permission) => `${permission.apiName} ${permission.claimValue}`}
        />
      </details>
    </Card>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <>
      <dt className={styles.term}>{term}</dt>
      <dd className={styles.value}>{children}</dd>
    </>
  );
}

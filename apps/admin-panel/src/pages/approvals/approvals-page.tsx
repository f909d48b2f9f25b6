import { makeStyles, tokens } from "@fluentui/react-components";
import { CheckmarkCircleRegular } from "@fluentui/react-icons";
import { listApprovals } from "@outrigger/api-contract";
import { callEndpoint, EmptyState, useLanguage } from "@outrigger/ui";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ListBody } from "../../list-body.tsx";
import { PageHeading } from "../../page-heading.tsx";
import { ApprovalCard, type ListedApproval } from "./approval-card.tsx";
import { approvalsMessagesOf } from "./approvals-messages.ts";
import { RevokeDialog } from "./revoke-dialog.tsx";
import { TenantChanges } from "./tenant-changes.tsx";

const REFRESH_MS = 15_000;

const useStyles = makeStyles({
  list: {
    listStyleType: "none",
    margin: 0,
    padding: 0,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalL,
  },
});

/** Every request to an administrator, its state and who waits for it. */
export function ApprovalsPage() {
  const styles = useStyles();
  const messages = approvalsMessagesOf(useLanguage());
  const [revoking, setRevoking] = useState<ListedApproval>();
  const approvals = useQuery({
    queryKey: ["approvals"],
    queryFn: ({ signal }) => callEndpoint(listApprovals, { signal }),
    refetchInterval: REFRESH_MS,
  });
  return (
    <>
      <PageHeading title={messages.title} lead={messages.lead} />
      <ListBody query={approvals} skeleton={[180, 180]}>
        {(answer) =>
          answer.approvals.length === 0 ? (
            <EmptyState title={messages.emptyTitle} icon={<CheckmarkCircleRegular />}>
              {messages.empty}
            </EmptyState>
          ) : (
            <ul className={styles.list}>
              {answer.approvals.map((approval) => (
                <li key={approval.id}>
                  <ApprovalCard
                    approval={approval}
                    canMail={answer.canMail}
                    onRevoke={() => setRevoking(approval)}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </ListBody>
      <TenantChanges />
      {revoking ? <RevokeDialog approval={revoking} onClose={() => setRevoking(undefined)} /> : null}
    </>
  );
}

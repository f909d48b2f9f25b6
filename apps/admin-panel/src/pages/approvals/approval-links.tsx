import { Badge, Button, makeStyles, tokens } from "@fluentui/react-components";
import { revokeApprovalLink, type ApprovalLinkDescription } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, RelativeTime, useLanguage } from "@outrigger/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Column } from "../../data-table/column.ts";
import { DataTable } from "../../data-table/data-table.tsx";
import { listMessagesOf } from "../../list-messages.ts";
import type { ListedApproval } from "./approval-card.tsx";
import { approvalsMessagesOf } from "./approvals-messages.ts";

const useStyles = makeStyles({ quiet: { color: tokens.colorNeutralForeground2 } });

/** Every way in: made when and by whom, for whom, opened when, and whether it still works. */
export function ApprovalLinks({ approval, tenant }: { approval: ListedApproval; tenant: string }) {
  const messages = approvalsMessagesOf(useLanguage());
  const client = useQueryClient();
  const revocation = useMutation({
    mutationFn: (linkId: string) =>
      callEndpoint(revokeApprovalLink, { params: { approvalId: approval.id, linkId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["approvals"] }),
  });
  const columns = useLinkColumns({
    isPending: revocation.isPending,
    onRevoke: (linkId) => revocation.mutate(linkId),
  });
  return (
    <>
      <DataTable
        label={messages.linksOf(tenant)}
        rows={approval.links}
        columns={columns}
        keyOf={({ id }) => id}
      />
      {revocation.isError ? <ErrorState error={revocation.error} /> : null}
    </>
  );
}

interface LinkActions {
  isPending: boolean;
  onRevoke: (linkId: string) => void;
}

function useLinkColumns({ isPending, onRevoke }: LinkActions): Column<ApprovalLinkDescription>[] {
  const styles = useStyles();
  const language = useLanguage();
  const messages = approvalsMessagesOf(language);
  const { never } = listMessagesOf(language);
  const states = { alive: messages.linkAlive, expired: messages.linkExpired, revoked: messages.linkRevoked };
  return [
    {
      id: "recipient",
      label: messages.linkFor,
      grow: 1.4,
      render: ({ recipient }) => recipient ?? <span className={styles.quiet}>{messages.linkCopied}</span>,
    },
    {
      id: "made",
      label: messages.linkMade,
      grow: 1.4,
      render: ({ madeAt, madeByName, isForwarded }) => (
        <span>
          <RelativeTime at={madeAt} />{" "}
          {madeByName === null ? messages.linkMadeBy(isForwarded) : messages.askedBy(madeByName)}
        </span>
      ),
    },
    {
      id: "opened",
      label: messages.linkOpened,
      render: ({ openedAt }) => (openedAt === null ? never : <RelativeTime at={openedAt} />),
    },
    {
      id: "state",
      label: messages.linkState,
      render: ({ state }) => (
        <Badge appearance="tint" shape="rounded" color={state === "alive" ? "success" : "subtle"}>
          {states[state]}
        </Badge>
      ),
    },
    {
      id: "revoke",
      label: messages.linkAction,
      render: ({ id, state, recipient }) =>
        state === "alive" ? (
          <Button
            size="small"
            disabledFocusable={isPending}
            aria-label={messages.linkRevokeFor(recipient ?? messages.linkCopied)}
            onClick={() => onRevoke(id)}
          >
            {messages.linkRevoke}
          </Button>
        ) : null,
    },
  ];
}

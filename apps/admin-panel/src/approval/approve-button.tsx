import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { ErrorState, useLanguage } from "@outrigger/ui";
import { approvalMessagesOf } from "./approval-messages.ts";
import type { LinkToken } from "./read-link-token.ts";
import { useApprove } from "./use-approve.ts";

const useStyles = makeStyles({
  text: { margin: 0 },
  root: { display: "flex", flexDirection: "column", alignItems: "start", gap: tokens.spacingVerticalS },
});

export interface ApproveButtonProps {
  link: LinkToken;
  label: string;
  appearance?: "primary" | "secondary";
}

/** On to Microsoft's own page; on the way back from there, where nothing can be decided, how to get there again. */
export function ApproveButton({ link, label, appearance = "primary" }: ApproveButtonProps) {
  const styles = useStyles();
  const messages = approvalMessagesOf(useLanguage());
  const approve = useApprove(link.token);
  if (!link.mayDecide) return <p className={styles.text}>{messages.openOwnLink}</p>;
  const isBusy = approve.isPending || approve.isSuccess;
  return (
    <div className={styles.root}>
      <Button
        appearance={appearance}
        size="large"
        disabledFocusable={isBusy}
        onClick={() => (isBusy ? undefined : approve.mutate())}
      >
        {isBusy ? messages.opening : label}
      </Button>
      {approve.isError ? <ErrorState error={approve.error} /> : null}
    </div>
  );
}

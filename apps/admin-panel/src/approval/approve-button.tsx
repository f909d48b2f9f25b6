import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { ErrorState, useLanguage } from "@outrigger/ui";
import { approvalMessagesOf } from "./approval-messages.ts";
import { useApprove } from "./use-approve.ts";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", alignItems: "start", gap: tokens.spacingVerticalS },
});

/** The one primary action: on to Microsoft's own page. */
export function ApproveButton({ token, label }: { token: string; label: string }) {
  const styles = useStyles();
  const messages = approvalMessagesOf(useLanguage());
  const approve = useApprove(token);
  const isBusy = approve.isPending || approve.isSuccess;
  return (
    <div className={styles.root}>
      <Button
        appearance="primary"
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

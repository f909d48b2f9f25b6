import { Button, makeStyles } from "@fluentui/react-components";
import type { RemedyCode } from "@outrigger/api-contract";
import { ErrorState, useLanguage } from "@outrigger/ui";
import { remedyWayMessagesOf } from "./remedy-way-messages.ts";
import { useAdministratorSignIn } from "./use-administrator-sign-in.ts";

const useStyles = makeStyles({ text: { margin: 0, maxWidth: "72ch" } });

/** One change that the product can make: what it is, who may, and the way to its exact preview. */
export function RemedyWay({ token, code }: { token: string; code: RemedyCode }) {
  const styles = useStyles();
  const messages = remedyWayMessagesOf(useLanguage());
  const signIn = useAdministratorSignIn(token);
  const isBusy = signIn.isPending || signIn.isSuccess;
  return (
    <>
      <p className={styles.text}>{messages.textOf(code)}</p>
      <p className={styles.text}>
        {messages.rolesOf(code)} {messages.hint}
      </p>
      {signIn.isError ? <ErrorState error={signIn.error} /> : null}
      <div>
        <Button disabledFocusable={isBusy} onClick={() => (isBusy ? undefined : signIn.mutate(code))}>
          {isBusy ? messages.opening : messages.signIn}
        </Button>
      </div>
    </>
  );
}

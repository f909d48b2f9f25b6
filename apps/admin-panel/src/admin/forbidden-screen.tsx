import { Button, makeStyles } from "@fluentui/react-components";
import type { Session } from "@outrigger/api-contract";
import { ErrorState, useLanguage } from "@outrigger/ui";
import { LoneCard } from "../lone-card.tsx";
import { adminMessagesOf } from "./admin-messages.ts";
import { useSignOut } from "./use-sign-out.ts";

const useStyles = makeStyles({ text: { margin: 0 } });

/** Signed in, but no administrator: why, and who can help. */
export function ForbiddenScreen({ session }: { session: Session }) {
  const styles = useStyles();
  const messages = adminMessagesOf(useLanguage());
  const signOut = useSignOut();
  return (
    <LoneCard title={messages.forbiddenTitle(session.user.displayName)}>
      <p className={styles.text}>{messages.forbiddenWhy(session.organization.displayName)}</p>
      <p className={styles.text}>{messages.forbiddenNext}</p>
      <Button appearance="primary" size="large" onClick={() => signOut.mutate()}>
        {messages.useOtherAccount}
      </Button>
      {signOut.isError ? <ErrorState error={signOut.error} /> : null}
    </LoneCard>
  );
}

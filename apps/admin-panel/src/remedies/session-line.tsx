import { Link, makeStyles, tokens } from "@fluentui/react-components";
import { deleteAdministratorSession, type RemedyOverview } from "@outrigger/api-contract";
import { callEndpoint, RelativeTime, useLanguage } from "@outrigger/ui";
import { useMutation } from "@tanstack/react-query";
import { remediesMessagesOf } from "./remedies-messages.ts";

const useStyles = makeStyles({
  line: { margin: 0, color: tokens.colorNeutralForeground2, overflowWrap: "anywhere" },
});

export interface SessionLineProps {
  overview: RemedyOverview;
  onSignedOut: () => void;
}

/** Who is signed in, where, until when, and the way out. */
export function SessionLine({ overview, onSignedOut }: SessionLineProps) {
  const styles = useStyles();
  const messages = remediesMessagesOf(useLanguage());
  const signOut = useMutation({
    mutationFn: () => callEndpoint(deleteAdministratorSession),
    onSuccess: onSignedOut,
  });
  const { session } = overview;
  return (
    <p className={styles.line}>
      {messages.signedInAs(session.displayName, session.tenantDisplayName ?? session.tenantId)}{" "}
      {messages.until} <RelativeTime at={session.expiresAt} />.{" "}
      <Link as="button" inline disabled={signOut.isPending} onClick={() => signOut.mutate()}>
        {messages.signOut}
      </Link>
    </p>
  );
}

import type { Session } from "@outrigger/api-contract";
import { Button, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { ErrorState, TechnicalDetails } from "@outrigger/ui";
import { useNotices } from "../notices.tsx";
import { useSignIn, type SignInState } from "../session/use-session.ts";
import { useMessages } from "../use-messages.ts";
import { Bar } from "./bar.tsx";
import { PaneHeader } from "./pane-header.tsx";
import { usePaneStyles } from "./pane-styles.ts";

const useStyles = makeStyles({
  main: { padding: tokens.spacingHorizontalM, paddingTop: tokens.spacingVerticalXXL },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
  },
  action: { width: "100%" },
});

/** Nobody is signed in: one thing to do. */
export function SignedOut() {
  const styles = useStyles();
  const pane = usePaneStyles();
  const { messages, shortName } = useMessages();
  const { show } = useNotices();
  const { state, signIn } = useSignIn(({ user }: Session) =>
    show({
      intent: "success",
      title: messages.signedIn,
      text: messages.signedInText(user.displayName),
    }),
  );
  return (
    <>
      <PaneHeader menu={{}} />
      <main className={mergeClasses(styles.main, pane.column)}>
        <h2 className={styles.title}>{messages.signInTitle(shortName)}</h2>
        <p className={pane.text}>{messages.signInText}</p>
        <Button appearance="primary" className={mergeClasses(styles.action, pane.target)} onClick={signIn}>
          {messages.signIn}
        </Button>
        <SignInProgress state={state} onOpen={signIn} />
      </main>
    </>
  );
}

/** How signing in goes on or why it did not; announced. */
export function SignInProgress({ state, onOpen }: { state: SignInState; onOpen: () => void }) {
  const { messages } = useMessages();
  return (
    <div role="status">
      {state.step === "window_open" ? <Bar intent="info" title={messages.signingIn} /> : null}
      {state.step === "window_blocked" ? <WindowBlocked onOpen={onOpen} /> : null}
      {state.step === "refused" ? (
        <Bar intent="warning" title={messages.signInFailed}>
          {messages.signInFailedText}
          <TechnicalDetails parts={[state.reason]} code={state.reason} />
        </Bar>
      ) : null}
      {state.step === "failed" ? <ErrorState error={state.error} /> : null}
    </div>
  );
}

/** The browser wants a click of its own for the window. */
export function WindowBlocked({ onOpen }: { onOpen: () => void }) {
  const pane = usePaneStyles();
  const { messages } = useMessages();
  return (
    <Bar
      intent="warning"
      title={messages.windowBlocked}
      actions={
        <Button className={pane.target} onClick={onOpen}>
          {messages.openWindow}
        </Button>
      }
    />
  );
}

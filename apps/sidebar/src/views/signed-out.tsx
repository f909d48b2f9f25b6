import type { Session } from "@outrigger/api-contract";
import { Button, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { ErrorState } from "@outrigger/ui";
import { lazy, Suspense } from "react";
import { useNotices } from "../notices.tsx";
import { useSignIn, type SignInState } from "../session/use-session.ts";
import { useMessages } from "../use-messages.ts";
import { Bar } from "./bar.tsx";
import { PaneHeader } from "./pane-header.tsx";
import { usePaneStyles } from "./pane-styles.ts";

// Few people ever meet the wall.
const SalesforceWall = lazy(() =>
  import("../session/salesforce-wall.tsx").then(({ SalesforceWall }) => ({ default: SalesforceWall })),
);

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
  const { state, signIn, sayErrorPage } = useSignIn(({ user }: Session) =>
    show({
      intent: "success",
      title: messages.signedIn,
      text: messages.signedInText(user.displayName),
    }),
  );
  // There the wall has the one thing to do.
  const isAtWall = state.step === "left" || state.step === "refused";
  return (
    <>
      <PaneHeader menu={{}} />
      <main className={mergeClasses(styles.main, pane.column)}>
        <h2 className={styles.title}>{messages.signInTitle(shortName)}</h2>
        <p className={pane.text}>{messages.signInText}</p>
        <Button
          appearance={isAtWall ? "secondary" : "primary"}
          className={mergeClasses(styles.action, pane.target)}
          onClick={signIn}
        >
          {messages.signIn}
        </Button>
        <SignInProgress state={state} onOpen={signIn} onErrorPage={sayErrorPage} />
      </main>
    </>
  );
}

export interface SignInProgressProps {
  state: SignInState;
  onOpen: () => void;
  onErrorPage: () => void;
}

/** How signing in goes on or why it did not; announced. */
export function SignInProgress({ state, onOpen, onErrorPage }: SignInProgressProps) {
  const { messages } = useMessages();
  return (
    <>
      <div role="status">
        {state.step === "window_open" ? (
          <Bar intent="info" title={messages.signingIn} actions={<ErrorPageButton onClick={onErrorPage} />} />
        ) : null}
        {state.step === "window_blocked" ? <WindowBlocked onOpen={onOpen} /> : null}
        {state.step === "failed" ? <ErrorState error={state.error} /> : null}
      </div>
      {state.step === "window_open" ? null : (
        <Suspense fallback={null}>
          <SalesforceWall
            isMet={state.step === "left" || state.step === "refused"}
            reason={state.step === "refused" ? state.reason : null}
            onSignIn={onOpen}
          />
        </Suspense>
      )}
    </>
  );
}

function ErrorPageButton({ onClick }: { onClick: () => void }) {
  const pane = usePaneStyles();
  const { messages } = useMessages();
  return (
    <Button className={pane.target} onClick={onClick}>
      {messages.errorPageShown}
    </Button>
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

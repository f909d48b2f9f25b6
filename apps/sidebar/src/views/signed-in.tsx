import { startRun, type MailboxConnection, type Session } from "@outrigger/api-contract";
import { Button, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { callEndpoint, ErrorState, FaultBoundary } from "@outrigger/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { OpenSelectionView } from "../item/open-selection-view.tsx";
import { isMailboxOff } from "../mailbox/describe-setup.ts";
import { mailboxKey, useMailbox } from "../mailbox/use-mailbox.ts";
import { useSetUpSync, type SetUpState } from "../mailbox/use-set-up-sync.ts";
import { SetupBar } from "../mailbox/setup-bar.tsx";
import { NoticeBar, useNotices } from "../notices.tsx";
import { useSignIn, useSignOut } from "../session/use-session.ts";
import { useMessages } from "../use-messages.ts";
import { Bar } from "./bar.tsx";
import { PaneHeader, type ConnectionDot } from "./pane-header.tsx";
import { usePaneStyles } from "./pane-styles.ts";
import { SignInProgress, WindowBlocked } from "./signed-out.tsx";

const useStyles = makeStyles({
  // Seen wherever the pane is scrolled to, without moving what is being read.
  notice: {
    position: "sticky",
    top: "49px",
    zIndex: 1,
    paddingInline: tokens.spacingHorizontalM,
    "> :not(:empty)": { paddingTop: tokens.spacingVerticalM },
  },
  top: {
    paddingInline: tokens.spacingHorizontalM,
    // Regions that have nothing to say stay in place to be heard later, and take no room.
    "> :not(:empty)": { marginTop: tokens.spacingVerticalM },
  },
});

/** The pane of a signed-in person: at most one bar about set-up on top, and the open mail beneath, whatever its state. */
export function SignedIn({ session }: { session: Session }) {
  const styles = useStyles();
  const { messages } = useMessages();
  const { show } = useNotices();
  const [isExpanded, setExpanded] = useState(false);
  const setUp = useSetUpSync({ onStarted: () => show(undefined), onEnded: () => setExpanded(true) });
  const tellConnected = useCallback(
    () => show({ intent: "success", title: messages.signedIn, text: messages.mailboxConnectedText }),
    [show, messages],
  );
  const mailbox = useMailbox({
    initial: session.mailbox,
    userId: session.user.id,
    isWindowOpen: setUp.isWindowOpen,
    onConnected: tellConnected,
  });
  const signOut = useSignOut();
  const syncNow = useSyncNow();
  const isConnected = mailbox.state === "connected";
  return (
    <>
      <PaneHeader
        dot={dotOf(session, mailbox)}
        menu={{
          onSetUpSync: isConnected || isMailboxOff(mailbox) ? undefined : setUp.setUpSync,
          onSyncNow: isConnected && !isMailboxOff(mailbox) ? () => syncNow.mutate() : undefined,
          onSignOut: () => signOut.mutate(),
        }}
      />
      <div className={styles.notice}>
        <NoticeBar progress={useProgress(mailbox)} />
      </div>
      <div className={styles.top}>
        <SetUpProgress state={setUp.state} onOpen={setUp.setUpSync} />
        {syncNow.isError ? <ErrorState error={syncNow.error} /> : null}
        {signOut.isError ? <ErrorState error={signOut.error} /> : null}
        {session.crm.state === "needs_sign_in" ? <CrmBar /> : null}
        <FaultBoundary>
          <SetupBar
            mailbox={mailbox}
            isExpanded={isExpanded}
            onExpandedChange={setExpanded}
            onSetUpSync={setUp.setUpSync}
            isWindowOpen={setUp.isWindowOpen}
          />
        </FaultBoundary>
      </div>
      <OpenSelectionView />
    </>
  );
}

function dotOf(session: Session, mailbox: MailboxConnection): ConnectionDot {
  if (session.crm.state !== "connected") return "crm_missing";
  if (isMailboxOff(mailbox)) return "sidebar_only";
  return mailbox.state === "connected" ? "connected" : "mailbox_missing";
}

function useProgress({ state, sync }: MailboxConnection): string | undefined {
  const { messages } = useMessages();
  if (state !== "connected" || sync?.state !== "running") return undefined;
  return messages.syncProgress(sync.examinedCount, sync.savedCount);
}

function useSyncNow() {
  const queryClient = useQueryClient();
  const { messages } = useMessages();
  const { show } = useNotices();
  return useMutation({
    mutationFn: () => callEndpoint(startRun),
    onSuccess: () => {
      show({ intent: "info", title: messages.syncQueued });
      void queryClient.invalidateQueries({ queryKey: mailboxKey });
    },
  });
}

function SetUpProgress({ state, onOpen }: { state: SetUpState; onOpen: () => void }) {
  return (
    <>
      {state.step === "window_blocked" ? <WindowBlocked onOpen={onOpen} /> : null}
      {state.step === "failed" ? <ErrorState error={state.error} onRetry={onOpen} /> : null}
    </>
  );
}

/** Salesforce wants the person to sign in again; without it nothing can be looked up. */
function CrmBar() {
  const pane = usePaneStyles();
  const { messages } = useMessages();
  const { show } = useNotices();
  const { state, signIn, sayErrorPage } = useSignIn(() =>
    show({ intent: "success", title: messages.signedIn }),
  );
  return (
    <>
      <Bar
        intent="warning"
        title={messages.signInAgain}
        actions={
          <Button appearance="primary" className={mergeClasses(pane.target)} onClick={signIn}>
            {messages.signIn}
          </Button>
        }
      >
        {messages.signInAgainText}
      </Bar>
      <SignInProgress state={state} onOpen={signIn} onErrorPage={sayErrorPage} />
    </>
  );
}

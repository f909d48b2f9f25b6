import type { MailboxConnection } from "@outrigger/api-contract";
import { Button, mergeClasses } from "@fluentui/react-components";
import { TechnicalDetails } from "@outrigger/ui";
import { lazy, Suspense } from "react";
import { useMessages } from "../use-messages.ts";
import { Bar } from "../views/bar.tsx";
import { usePaneStyles } from "../views/pane-styles.ts";
import { describeSetup } from "./describe-setup.ts";

// Few people ever meet the wall; nobody meets it before the first card.
const WallPanel = lazy(() => import("./wall-panel.tsx").then(({ WallPanel }) => ({ default: WallPanel })));

export interface SetupBarProps {
  mailbox: MailboxConnection;
  isExpanded: boolean;
  onExpandedChange: (isExpanded: boolean) => void;
  onSetUpSync: () => void;
  /** A window at Microsoft that this pane opened is still there. */
  isWindowOpen: boolean;
}

/** The one bar about the mailbox connection; nothing once it works. State changes are announced. */
export function SetupBar(props: SetupBarProps) {
  return (
    <div aria-live="polite">
      <SetupBarContent {...props} />
    </div>
  );
}

function SetupBarContent({
  mailbox,
  isExpanded,
  onExpandedChange,
  onSetUpSync,
  isWindowOpen,
}: SetupBarProps) {
  const pane = usePaneStyles();
  const { messages, productName } = useMessages();
  const view = describeSetup(mailbox);
  const titles = {
    barred: messages.barred,
    declined: messages.declined(productName),
    expired: messages.expired,
    wall: messages.wallTitle(productName),
  };
  switch (view.kind) {
    case "hidden":
      return null;
    case "off":
      return <p className={mergeClasses(pane.text, pane.quiet)}>{messages.savingIsOff}</p>;
    case "sync_failing":
      return <Bar intent="warning" title={messages.syncFailing} />;
    case "not_connected":
      return <ActionBar title={messages.notConnected} action={messages.setUpSync} onAction={onSetUpSync} />;
    case "authorizing":
      return isWindowOpen ? (
        <Bar intent="info" title={messages.authorizing} />
      ) : (
        <ActionBar title={messages.authorizing} action={messages.startAgain} onAction={onSetUpSync} />
      );
    case "needs_sign_in":
      return (
        <ActionBar title={messages.needsSignIn} action={messages.needsSignInAction} onAction={onSetUpSync} />
      );
    case "own_turn":
      return <OwnTurn mailbox={mailbox} onSetUpSync={onSetUpSync} />;
    case "operator":
      return <OperatorsTurn mailbox={mailbox} onSetUpSync={onSetUpSync} />;
    case "barred":
    case "declined":
    case "expired":
    case "wall":
      return (
        <Bar
          intent="warning"
          title={titles[view.kind]}
          {...(isExpanded
            ? { corner: { label: messages.wallHide, icon: "fold", onClick: () => onExpandedChange(false) } }
            : { actions: <ExpandButton onExpand={() => onExpandedChange(true)} /> })}
        >
          {isExpanded ? (
            <Suspense fallback={null}>
              <WallPanel mailbox={mailbox} onSetUpSync={onSetUpSync} />
            </Suspense>
          ) : (
            (mailbox.diagnosis?.sentence ?? messages.youCanClose)
          )}
        </Bar>
      );
    default:
      return view satisfies never;
  }
}

function ActionBar({ title, action, onAction }: { title: string; action: string; onAction: () => void }) {
  const pane = usePaneStyles();
  return (
    <Bar
      intent="info"
      title={title}
      actions={
        <Button className={pane.target} onClick={onAction}>
          {action}
        </Button>
      }
    />
  );
}

function ExpandButton({ onExpand }: { onExpand: () => void }) {
  const pane = usePaneStyles();
  const { messages } = useMessages();
  return (
    <Button className={pane.target} aria-expanded={false} onClick={onExpand}>
      {messages.wallShow}
    </Button>
  );
}

/** Neither the person nor an administrator can do anything: only the words, who is on it, and a way to try again. */
function OperatorsTurn({ mailbox, onSetUpSync }: Pick<SetupBarProps, "mailbox" | "onSetUpSync">) {
  const { messages, productName } = useMessages();
  return (
    <TurnBar
      title={messages.operatorsTurn(productName)}
      mailbox={mailbox}
      onSetUpSync={onSetUpSync}
      note={messages.operatorTold}
    />
  );
}

/** Nobody else is needed: the person declined, ran out of time, or something failed on the way. */
function OwnTurn({ mailbox, onSetUpSync }: Pick<SetupBarProps, "mailbox" | "onSetUpSync">) {
  const { messages } = useMessages();
  return <TurnBar title={messages.ownTurn} mailbox={mailbox} onSetUpSync={onSetUpSync} />;
}

interface TurnBarProps extends Pick<SetupBarProps, "mailbox" | "onSetUpSync"> {
  title: string;
  note?: string;
}

function TurnBar({ title, mailbox, onSetUpSync, note }: TurnBarProps) {
  const pane = usePaneStyles();
  const { messages } = useMessages();
  const { diagnosis } = mailbox;
  return (
    <Bar
      intent="warning"
      title={title}
      actions={
        <Button className={pane.target} onClick={onSetUpSync}>
          {messages.tryAgain}
        </Button>
      }
    >
      {diagnosis ? (
        <>
          <p className={pane.text}>{diagnosis.sentence}</p>
          <p className={pane.text}>{diagnosis.nextStep}</p>
          {note === undefined ? null : <p className={pane.text}>{note}</p>}
          <TechnicalDetails
            parts={[diagnosis.technical.code, diagnosis.technical.at, diagnosis.technical.correlationId]}
          />
        </>
      ) : null}
    </Bar>
  );
}

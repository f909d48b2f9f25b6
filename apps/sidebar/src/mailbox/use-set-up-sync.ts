import { reportClosedWindow, startMailboxAuthorization } from "@outrigger/api-contract";
import { callEndpoint } from "@outrigger/ui";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { parseDialogMessage } from "../dialog-page/parse-dialog-fragment.ts";
import { useHost } from "../host-context.ts";
import { DialogRefusedError, type OpenDialog } from "../office-host/index.ts";
import { DIALOG_CLOSES_AFTER_MS } from "../session/use-session.ts";
import { mailboxKey } from "./use-mailbox.ts";

/** `startUrl` works for a minute; a little less is counted, for the way. */
const START_URL_LIFE_MS = 50_000;

interface Started {
  authorizationId: string;
  startUrl: string;
  at: number;
}

export type SetUpState =
  | { step: "idle" | "window_open" | "window_blocked" }
  | { step: "failed"; error: unknown };

/**
 * "Set up sync": starts an authorization, opens the window at Microsoft, and takes in how it ended: by a message, or by
 * being closed, which is how people leave the wall. `onEnded` is called when the mailbox may have changed for good.
 */
export function useSetUpSync({ onStarted, onEnded }: { onStarted: () => void; onEnded: () => void }) {
  const host = useHost();
  const queryClient = useQueryClient();
  const [state, setState] = useState<SetUpState>({ step: "idle" });
  const started = useRef<Started>(undefined);

  function finish() {
    started.current = undefined;
    setState({ step: "idle" });
    void queryClient.invalidateQueries({ queryKey: mailboxKey });
    onEnded();
  }

  async function reportClosed(authorizationId: string) {
    try {
      const mailbox = await callEndpoint(reportClosedWindow, { params: { authorizationId } });
      // An answer that was under way from before the report would put the older state back.
      await queryClient.cancelQueries({ queryKey: mailboxKey });
      queryClient.setQueryData(mailboxKey, mailbox);
    } finally {
      finish();
    }
  }

  async function openWindow({ authorizationId, startUrl }: Started) {
    let hasAnswered = false;
    const dialog: OpenDialog = await host.openDialog(new URL(startUrl, location.origin).href, (event) => {
      if (event.type === "closed") {
        if (!hasAnswered) void reportClosed(authorizationId).catch(() => undefined);
        return;
      }
      const message = parseDialogMessage(event.text);
      if (message?.type !== "mailbox") return;
      hasAnswered = true;
      if (message.outcome === "connected") setTimeout(() => dialog.close(), DIALOG_CLOSES_AFTER_MS);
      finish();
    });
  }

  async function setUpSync() {
    onStarted();
    try {
      const isFresh = started.current && Date.now() - started.current.at < START_URL_LIFE_MS;
      if (!isFresh || !started.current) {
        const { mailboxAddress } = host;
        const answer = await callEndpoint(startMailboxAuthorization, { body: { mailboxAddress } });
        started.current = { ...answer, at: Date.now() };
      }
      setState({ step: "window_open" });
      await openWindow(started.current);
      // The ticket in the address works once.
      started.current = undefined;
    } catch (error) {
      const isBlocked = error instanceof DialogRefusedError && error.reason !== "failed";
      if (isBlocked) setState({ step: "window_blocked" });
      else setState({ step: "failed", error });
    }
  }
  return { state, setUpSync: () => void setUpSync(), isWindowOpen: state.step === "window_open" };
}

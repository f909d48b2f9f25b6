import { createSession, deleteSession, getSession, type Session } from "@outrigger/api-contract";
import { callEndpoint, isApiError } from "@outrigger/ui";
import { useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { parseDialogMessage } from "../dialog-page/parse-dialog-fragment.ts";
import { useHost } from "../host-context.ts";
import { DialogRefusedError, type OpenDialog } from "../office-host/index.ts";
import { mailboxKey } from "../mailbox/use-mailbox.ts";

export const sessionKey = ["session"] as const;

/** Long enough to read "Signed in successfully" in the window. */
export const DIALOG_CLOSES_AFTER_MS = 2_000;

/** The signed-in person; null where nobody is. */
export function useSession() {
  return useQuery({ queryKey: sessionKey, queryFn: readSession, staleTime: 60_000 });
}

async function readSession(): Promise<Session | null> {
  try {
    return await callEndpoint(getSession);
  } catch (error) {
    if (isApiError(error, "not_signed_in")) return null;
    throw error;
  }
}

/** `left`: the window was closed, or shows an error page, and nothing came back. */
export type SignInState =
  | { step: "idle" | "window_open" | "window_blocked" | "left" }
  /** `reason`: a code of the catalogue, where Salesforce named one. */
  | { step: "refused"; reason: string }
  | { step: "failed"; error: unknown };

/** Signing in with Salesforce in a window; `onSignedIn` is called once the session stands. */
export function useSignIn(onSignedIn: (session: Session) => void) {
  const host = useHost();
  const queryClient = useQueryClient();
  const [state, setState] = useState<SignInState>({ step: "idle" });

  async function acceptHandoff(handoffCode: string, dialog: OpenDialog) {
    setTimeout(() => dialog.close(), DIALOG_CLOSES_AFTER_MS);
    try {
      const session = await callEndpoint(createSession, { body: { handoffCode } });
      forgetPerson(queryClient);
      queryClient.setQueryData(mailboxKey, session.mailbox);
      queryClient.setQueryData(sessionKey, session);
      setState({ step: "idle" });
      onSignedIn(session);
    } catch (error) {
      setState({ step: "failed", error });
    }
  }

  async function signIn() {
    setState({ step: "window_open" });
    try {
      const dialog: OpenDialog = await host.openDialog(
        new URL("/sign-in/salesforce/start?surface=sidebar", location.origin).href,
        (event) => {
          if (event.type === "closed") {
            setState((now) => (now.step === "window_open" ? { step: "left" } : now));
            return;
          }
          const message = parseDialogMessage(event.text);
          if (message?.type === "signed_in") void acceptHandoff(message.handoffCode, dialog);
          if (message?.type === "sign_in_failed") {
            setState({ step: "refused", reason: message.reason });
            setTimeout(() => dialog.close(), DIALOG_CLOSES_AFTER_MS);
          }
        },
      );
    } catch (error) {
      const isBlocked = error instanceof DialogRefusedError && error.reason === "blocked_by_browser";
      if (isBlocked) setState({ step: "window_blocked" });
      else setState({ step: "failed", error });
    }
  }
  return {
    state,
    signIn: () => void signIn(),
    /** The window is still open and shows an error page, which never comes back. */
    sayErrorPage: () => setState({ step: "left" }),
  };
}

/** What was learned for one person is not shown to the next; Outlook, the names and the session itself stay. */
function forgetPerson(queryClient: QueryClient): void {
  const kept: readonly unknown[] = ["host", "product", sessionKey[0]];
  queryClient.removeQueries({ predicate: ({ queryKey }) => !kept.includes(queryKey[0]) });
}

/** Signing out here; the mailbox goes on being synced. */
export function useSignOut() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => callEndpoint(deleteSession),
    onSuccess: () => {
      queryClient.setQueryData(sessionKey, null);
      forgetPerson(queryClient);
    },
  });
}

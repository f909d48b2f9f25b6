import type { MailboxConnection } from "@outrigger/api-contract";

export type MailboxState = MailboxConnection["state"];

/** What can happen to a mailbox connection. */
export type MailboxEvent =
  | "authorization_started"
  | "authorization_blocked"
  | "approval_asked"
  | "approval_ended"
  | "session_lost"
  | "access_confirmed"
  | "access_lost"
  | "disconnected";

/**
 * A mailbox connection starts as `not_connected`. `authorizing` lasts while a window is open at Microsoft. `blocked`
 * waits for the user's decision, `waiting` for an administrator's; both become `connected` without the user as soon as
 * a token proves the grant. An event that a state does not list changes nothing.
 */
const transitions: Record<MailboxState, Partial<Record<MailboxEvent, MailboxState>>> = {
  not_connected: {
    authorization_started: "authorizing",
    access_confirmed: "connected",
  },
  authorizing: {
    authorization_started: "authorizing",
    authorization_blocked: "blocked",
    approval_asked: "waiting",
    access_confirmed: "connected",
    disconnected: "not_connected",
  },
  blocked: {
    authorization_started: "authorizing",
    authorization_blocked: "blocked",
    approval_asked: "waiting",
    session_lost: "needs_sign_in",
    access_confirmed: "connected",
    disconnected: "not_connected",
  },
  waiting: {
    authorization_started: "authorizing",
    authorization_blocked: "waiting",
    approval_asked: "waiting",
    approval_ended: "blocked",
    session_lost: "needs_sign_in",
    access_confirmed: "connected",
    disconnected: "not_connected",
  },
  connected: {
    authorization_started: "authorizing",
    session_lost: "needs_sign_in",
    access_confirmed: "connected",
    access_lost: "blocked",
    disconnected: "not_connected",
  },
  needs_sign_in: {
    authorization_started: "authorizing",
    approval_asked: "waiting",
    access_confirmed: "connected",
    disconnected: "not_connected",
  },
};

/** The state after `event`, or undefined where the event does not apply to `state`. */
export function nextMailboxState(state: MailboxState, event: MailboxEvent): MailboxState | undefined {
  return transitions[state][event];
}

import { expect, test } from "vitest";
import { mailboxStates } from "@outrigger/api-contract";
import { nextMailboxState, type MailboxEvent } from "./mailbox-states.ts";

test("a proven grant connects from every state in which somebody can wait for one", () => {
  for (const state of mailboxStates) expect(nextMailboxState(state, "access_confirmed")).toBe("connected");
});

test("somebody who waits for an administrator goes on waiting when another window ends at the wall", () => {
  expect(nextMailboxState("waiting", "authorization_blocked")).toBe("waiting");
});

test.each<[MailboxEvent]>([["approval_asked"], ["approval_ended"], ["authorization_blocked"]])(
  "%s changes nothing for a connected mailbox",
  (event) => {
    expect(nextMailboxState("connected", event)).toBeUndefined();
  },
);

test("nobody can ask for an approval before a window has shown that one is needed", () => {
  expect(nextMailboxState("not_connected", "approval_asked")).toBeUndefined();
});

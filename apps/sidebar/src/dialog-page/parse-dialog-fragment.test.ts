import { expect, test } from "vitest";
import { describeOutcome } from "./dialog-messages.ts";
import { parseDialogFragment, parseDialogMessage } from "./parse-dialog-fragment.ts";

const handoffCode = "a".repeat(40);

test("each ending that the server writes is read", () => {
  expect(parseDialogFragment(`#signed_in=${handoffCode}`)).toEqual({ type: "signed_in", handoffCode });
  expect(parseDialogFragment("#mailbox=blocked")).toEqual({ type: "mailbox", outcome: "blocked" });
  expect(parseDialogFragment("#mailbox=blocked&turn=reviewers")).toEqual({
    type: "mailbox",
    outcome: "blocked",
    turn: "reviewers",
  });
  expect(parseDialogFragment("#sign_in_failed=access_denied")).toEqual({
    type: "sign_in_failed",
    reason: "access_denied",
  });
});

test("what nobody of ours wrote is not passed on", () => {
  for (const fragment of [
    "",
    "#",
    "#mailbox=everything",
    "#mailbox=blocked&turn=<script>",
    "#signed_in=short",
    `#sign_in_failed=${"x".repeat(101)}`,
  ]) {
    expect(parseDialogFragment(fragment)).toBeUndefined();
  }
  for (const text of ["", "null", "[]", '{"type":"mailbox","outcome":"<script>"}']) {
    expect(parseDialogMessage(text)).toBeUndefined();
  }
});

test("both good endings say so in the words that people are told to look for", () => {
  expect(describeOutcome({ type: "signed_in", handoffCode }).title).toBe("Signed in successfully");
  expect(describeOutcome({ type: "mailbox", outcome: "connected" }).title).toBe("Signed in successfully");
  expect(describeOutcome({ type: "mailbox", outcome: "blocked" })).toMatchObject({ closesItself: false });
});

test("a window that ended without access says whose turn it is, and blames nobody", () => {
  const turns = ["administrator", "reviewers", "yourself", "operator", "unsure"] as const;
  const said = turns.map((turn) => describeOutcome({ type: "mailbox", outcome: "blocked", turn }));
  expect(new Set(said.map(({ title }) => title)).size).toBe(turns.length);
  for (const { text } of said) expect(text).not.toMatch(/error|fail|you declined/i);
});

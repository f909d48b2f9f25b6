import { expect, test } from "vitest";
import { parseFollowUp } from "./parse-follow-up.ts";

const fields = { reminderDays: "3", reminderCount: "2", escalationDays: "7", escalationAddress: "" };

test("reads what the contract takes; no address is nobody", () => {
  expect(parseFollowUp(fields)).toEqual({
    wrong: [],
    settings: {
      approvalReminderDays: 3,
      approvalReminderCountMax: 2,
      approvalEscalationDays: 7,
      approvalEscalationAddress: null,
    },
  });
  const named = parseFollowUp({ ...fields, reminderCount: " 0 ", escalationAddress: " a@b.example " });
  expect(named.settings).toMatchObject({
    approvalReminderCountMax: 0,
    approvalEscalationAddress: "a@b.example",
  });
});

test.each([
  ["reminderDays", "0"],
  ["reminderDays", "31"],
  ["reminderDays", "1.5"],
  ["reminderCount", "6"],
  ["reminderCount", "-1"],
  ["escalationDays", ""],
  ["escalationAddress", "nobody"],
  ["escalationAddress", "a@b.example, c@d.example"],
] as const)("says that %s cannot be %j", (name, value) => {
  expect(parseFollowUp({ ...fields, [name]: value })).toEqual({ wrong: [name], settings: undefined });
});

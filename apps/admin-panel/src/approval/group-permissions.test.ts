import { expect, test } from "vitest";
import { groupPermissions } from "./group-permissions.ts";
import { buildPermission } from "./testing/build-approval-page.ts";

test("puts sign-in before mail, whatever the order of the permissions, and leaves out empty groups", () => {
  const groups = groupPermissions([
    buildPermission("Mail.ReadWrite", "not_granted"),
    { ...buildPermission("openid", "not_granted"), group: "sign_in" },
  ]);
  expect(groups.map((group) => group.name)).toEqual(["sign_in", "mail"]);
});

test("says each sentence of a group once", () => {
  const groups = groupPermissions([
    buildPermission("Mail.ReadWrite", "not_granted"),
    buildPermission("MailboxSettings.ReadWrite", "not_granted"),
  ]);
  expect(groups).toEqual([
    {
      name: "mail",
      claimValues: ["Mail.ReadWrite", "MailboxSettings.ReadWrite"],
      usedFor: ["Mail.ReadWrite is used.", "MailboxSettings.ReadWrite is used."],
      withoutIt: ["Nothing is saved."],
    },
  ]);
});

import { expect, test } from "vitest";
import type { OpenSelection } from "./office-host.ts";
import { parseOpenSelection, readDateHeader } from "./parse-open-selection.ts";

const readMail = {
  itemType: "message",
  internetMessageId: "<one@customer.example>",
  subject: "Offer",
  conversationId: "conversation",
  from: { displayName: "Diane", emailAddress: "diane@customer.example" },
  to: [{ displayName: "", emailAddress: "adele@contoso.example" }],
  cc: [{ displayName: "Nobody", emailAddress: "" }],
};

test("a mail being read becomes its participants, those without an address left out", () => {
  expect(parseOpenSelection(readMail)).toEqual({
    kind: "mail",
    mail: {
      internetMessageId: "<one@customer.example>",
      subject: "Offer",
      conversationId: "conversation",
      participants: [
        { role: "from", address: "diane@customer.example", name: "Diane" },
        { role: "to", address: "adele@contoso.example", name: "" },
      ],
    },
  });
});

test("a pinned pane with nothing selected is no fault", () => {
  expect(parseOpenSelection(null)).toEqual({ kind: "nothing" });
});

test("drafts and meetings are told apart from mails that can be looked up", () => {
  const { internetMessageId: _none, ...draft } = readMail;
  expect(parseOpenSelection({ ...draft, to: { getAsync: () => {} } })).toEqual({ kind: "other" });
  expect(parseOpenSelection({ ...readMail, itemType: "appointment" })).toEqual({ kind: "other" });
});

test("what is longer than the server takes is cut here", () => {
  const to = Array.from({ length: 900 }, (_, index) => ({
    displayName: "x".repeat(900),
    emailAddress: `p${index}@c.example`,
  }));
  const selection = parseOpenSelection({ ...readMail, to, subject: "s".repeat(9000) });
  const { participants, subject: cut } = (selection as Extract<OpenSelection, { kind: "mail" }>).mail;
  expect([participants.length, participants[1]?.name.length, cut.length]).toEqual([500, 500, 3000]);
});

test("the Date header gives the sending time, folded or commented", () => {
  expect(readDateHeader("Subject: x\r\nDate: Mon, 23 Nov 2026\r\n 10:00:00 +0100 (CET)\r\nTo: y")).toBe(
    "2026-11-23T09:00:00.000Z",
  );
  expect(readDateHeader("X-Date: Mon, 23 Nov 2026 10:00:00 +0100")).toBeUndefined();
  expect(readDateHeader("Date: whenever")).toBeUndefined();
});

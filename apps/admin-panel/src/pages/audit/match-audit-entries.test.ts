import { expect, test } from "vitest";
import { matchAuditEntries } from "./match-audit-entries.ts";

const entries = [
  {
    id: "1",
    at: "2026-11-23T10:00:00Z",
    actorName: "Megan Bowen",
    action: "user.provision",
    summary: "Added Lee.",
  },
  {
    id: "2",
    at: "2026-11-23T10:00:00Z",
    actorName: null,
    action: "approval.verify",
    summary: "Confirmed a grant.",
  },
];

test("finds entries that hold every word, wherever it stands", () => {
  expect(matchAuditEntries(entries, "LEE megan").map(({ id }) => id)).toEqual(["1"]);
  expect(matchAuditEntries(entries, "approval").map(({ id }) => id)).toEqual(["2"]);
  expect(matchAuditEntries(entries, "megan grant")).toEqual([]);
});

test("shows everything while nothing is searched for", () => {
  expect(matchAuditEntries(entries, "  ")).toEqual(entries);
});

import { describe, expect, it } from "vitest";
import { buildActivityDraft, decideMessages, parseItemKey, planBatch } from "./index.ts";
import type { CrmMailLimits, MessageHeader } from "./index.ts";
import { buildHeader, buildPerson, buildRules } from "./testing/build-records.ts";

const limits: CrmMailLimits = {
  subject: 10,
  text: 20,
  html: 30,
  headers: 0,
  addressList: 4000,
  messageId: 255,
};

function build(header: Partial<MessageHeader>, text = "Hello", keyDigit = "0") {
  const { wanted } = decideMessages({
    headers: [buildHeader(header)],
    people: [buildPerson()],
    rules: buildRules(),
  });
  const [message] = wanted;
  if (message === undefined) throw new Error("The mail was not wanted.");
  return buildActivityDraft({
    key: parseItemKey(keyDigit.repeat(64)),
    message,
    body: { id: message.header.id, text, internetHeaders: "X: y" },
    related: { opportunities: [] },
    limits,
  });
}

describe("buildActivityDraft", () => {
  it("links the known people by address and leaves the others as they are", () => {
    const draft = build({ cc: [{ address: "stranger@x.example" }] });
    expect(draft.from?.person).toEqual({ kind: "contact", id: buildPerson().id });
    expect(draft.to[0]?.person).toBeUndefined();
    expect(draft.cc[0]).toEqual({ address: "stranger@x.example" });
    expect(draft.relatedTo).toMatchObject({ kind: "account" });
  });

  it("dates inbound mail by receipt and outbound mail by sending", () => {
    expect(build({}).occurredAt).toEqual(new Date("2026-11-20T10:00:00Z"));
    const sent = { from: { address: "adele@contoso.example" }, cc: [{ address: "diane@customer.example" }] };
    expect(build(sent).occurredAt).toEqual(new Date("2026-11-20T09:59:58Z"));
  });

  it("fits every text to the organization's lengths and says what it cut", () => {
    const draft = build({ subject: "A subject that is too long" }, "x".repeat(21));
    expect(draft.subject).toBe("A subject ");
    expect(draft.text).toHaveLength(20);
    expect(draft.headers).toBeUndefined();
    expect(draft.cutFields).toEqual(["subject", "text"]);
  });

  it("gives a mail without subject one, and drops what no CRM takes", () => {
    expect(build({ subject: " " }).subject).toBe("(no subjec");
    expect(build({ subject: "a\u0000b\ud800" }).subject).toBe("ab\ufffd");
  });
});

describe("planBatch", () => {
  it("puts every distinct draft into exactly one batch", () => {
    const drafts = ["1", "2", "3", "2"].map((digit) => build({}, "x", digit));
    const { batches, duplicates } = planBatch(drafts, 2);
    expect(batches.map(({ length }) => length)).toEqual([2, 1]);
    expect(new Set(batches.flat().map(({ key }) => key)).size).toBe(3);
    expect(duplicates).toEqual([drafts[3]]);
  });
});

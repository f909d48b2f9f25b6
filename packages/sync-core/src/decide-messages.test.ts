import { describe, expect, it } from "vitest";
import type { CrmPerson, MessageHeader, SyncRules } from "./index.ts";
import { decideMessages, parseCrmRecordId } from "./index.ts";
import { buildHeader, buildPerson, buildRules } from "./testing/build-records.ts";

interface Case {
  header?: Partial<MessageHeader>;
  rules?: Partial<SyncRules>;
  people?: CrmPerson[];
  windowStart?: Date;
}

function decide({ header, rules, people, windowStart }: Case) {
  return decideMessages({
    headers: [buildHeader(header)],
    people: people ?? [buildPerson()],
    rules: buildRules(rules),
    windowStart,
  });
}

function skipReason(one: Case): string | undefined {
  return decide(one).skipped[0]?.reason;
}

describe("decideMessages", () => {
  it("wants an inbound mail whose sender is a contact", () => {
    const { wanted, skipped } = decide({});
    expect(skipped).toEqual([]);
    expect(wanted[0]).toMatchObject({ direction: "inbound" });
    expect(wanted[0]?.people[0]?.person.name).toBe("Diane Prescott");
  });

  it("wants an outbound mail whose recipient is a contact", () => {
    const header = {
      folder: "sentitems" as const,
      from: { address: "Adele@Contoso.example" },
      to: [{ address: "DIANE@customer.example" }],
    };
    expect(decide({ header }).wanted[0]).toMatchObject({ direction: "outbound" });
  });

  it("calls a mail outbound when a colleague wrote it, even in the inbox", () => {
    const header = {
      from: { address: "alex@contoso.example" },
      to: [{ address: "diane@customer.example" }],
    };
    expect(decide({ header }).wanted[0]).toMatchObject({ direction: "outbound" });
  });

  it("leaves internal mail alone", () => {
    const header = { from: { address: "alex@contoso.example" } };
    expect(skipReason({ header })).toBe("internal");
  });

  it("leaves mail alone whose only outside people are excluded", () => {
    expect(skipReason({ rules: { excludedAddresses: ["Diane@customer.example"] } })).toBe("excluded");
  });

  it("saves a mail with one clean person and links only that one", () => {
    const other = buildPerson({
      id: parseCrmRecordId("003000000000002AAA"),
      addresses: ["joni@partner.example"],
    });
    const { wanted } = decide({
      header: { cc: [{ address: "joni@partner.example" }] },
      rules: { excludedDomains: ["customer.example"] },
      people: [buildPerson(), other],
    });
    expect(wanted[0]?.people.map(({ address }) => address)).toEqual(["joni@partner.example"]);
  });

  it("does not match a converted lead", () => {
    expect(skipReason({ people: [buildPerson({ kind: "lead", isConverted: true })] })).toBe("no_match");
  });

  it("prefers the contact to the lead by default, the lead when told", () => {
    const lead = buildPerson({ kind: "lead", id: parseCrmRecordId("00Q000000000001AAA") });
    const people = [lead, buildPerson()];
    expect(decide({ people }).wanted[0]?.people[0]?.person.kind).toBe("contact");
    const preferLead = decide({ people, rules: { personPreference: "lead" } });
    expect(preferLead.wanted[0]?.people[0]).toMatchObject({
      person: { kind: "lead" },
      alternatives: [{ kind: "contact" }],
    });
  });

  it("chooses the contact changed last among several with one address", () => {
    const newer = buildPerson({
      id: parseCrmRecordId("003000000000009AAA"),
      modifiedAt: new Date("2026-06-01T00:00:00Z"),
    });
    const chosen = decide({ people: [buildPerson(), newer] }).wanted[0]?.people[0];
    expect(chosen?.person.id).toBe(newer.id);
  });

  it("saves a delivery report whose sender is a contact, unless the rules skip system mail", () => {
    const header = { from: { address: "MAILER-DAEMON@customer.example" } };
    const people = [buildPerson({ addresses: ["mailer-daemon@customer.example"] })];
    expect(decide({ header, people }).wanted).toHaveLength(1);
    expect(skipReason({ header, people, rules: { systemMail: "skip" } })).toBe("system_mail");
  });

  it("skips drafts, mail before the window, and the direction that is off", () => {
    expect(skipReason({ header: { isDraft: true } })).toBe("draft");
    expect(skipReason({ windowStart: new Date("2026-11-21T00:00:00Z") })).toBe("outside_window");
    expect(skipReason({ windowStart: new Date("2026-11-20T10:00:00Z") })).toBeUndefined();
    expect(skipReason({ rules: { directions: ["outbound"] } })).toBe("direction_off");
  });
});

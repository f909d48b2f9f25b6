import { describe, expect, it } from "vitest";
import type { CrmOpportunity, CrmPerson } from "./index.ts";
import { chooseRelated, parseCrmRecordId } from "./index.ts";
import { buildPerson } from "./testing/build-records.ts";

const contact = buildPerson();
const account = { kind: "account", id: contact.accountId, name: "Customer Ltd" };

function opportunity(digit: number, members: Partial<CrmOpportunity> = {}): CrmOpportunity {
  const id = parseCrmRecordId(`00600000000000${digit}AAA`);
  return { id, name: `Deal ${digit}`, accountId: contact.accountId, contactIds: [], ...members };
}

function choose(people: CrmPerson[], opportunities: CrmOpportunity[]) {
  const matched = people.map((person) => ({ address: "x@y.example", person, alternatives: [] }));
  return chooseRelated(matched, { opportunities });
}

describe("chooseRelated", () => {
  it("takes the account without any open opportunity", () => {
    expect(choose([contact], [])).toEqual(account);
  });

  it("takes the account's only open opportunity", () => {
    expect(choose([contact], [opportunity(1)])).toMatchObject({ kind: "opportunity", name: "Deal 1" });
  });

  it("stays at the account when several opportunities are open", () => {
    expect(choose([contact], [opportunity(1), opportunity(2)])).toEqual(account);
  });

  it("prefers the opportunity in which the contact has a role", () => {
    const withRole = opportunity(2, { contactIds: [contact.id] });
    expect(choose([contact], [opportunity(1), withRole])).toMatchObject({ name: "Deal 2" });
  });

  it("takes nothing beside a lead", () => {
    const lead = buildPerson({ kind: "lead", accountId: undefined });
    expect(choose([contact, lead], [opportunity(1)])).toBeUndefined();
  });

  it("does not take another account's opportunity", () => {
    const foreign = opportunity(1, { accountId: parseCrmRecordId("001000000000009AAA") });
    expect(choose([contact], [foreign])).toEqual(account);
  });
});

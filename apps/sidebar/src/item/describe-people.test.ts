import { expect, test } from "vitest";
import type { LookedUpItem, RecordLink } from "@outrigger/api-contract";
import { findSaveTarget, groupPeople, safeRecordUrl } from "./describe-people.ts";

type Person = LookedUpItem["people"][number];

const buildPerson = (name: string, change: Partial<Person>): Person => ({
  address: `${name}@customer.example`,
  name,
  roles: ["to"],
  recognised: "unknown",
  record: null,
  title: null,
  account: null,
  why: "",
  ...change,
});

const buildLink = (type: RecordLink["type"], name: string): RecordLink => ({
  type,
  id: name,
  name,
  url: `https://crm.example/${name}`,
});

test("whoever wrote comes first, colleagues stay apart", () => {
  const groups = groupPeople([
    buildPerson("copied", { roles: ["cc"], recognised: "lead" }),
    buildPerson("colleague", { recognised: "internal" }),
    buildPerson("writer", { roles: ["from"], recognised: "contact" }),
    buildPerson("stranger", {}),
  ]);
  expect(groups.known.map(({ name }) => name)).toEqual(["writer", "copied"]);
  expect(groups.unknown.map(({ name }) => name)).toEqual(["stranger"]);
  expect(groups.internal.map(({ name }) => name)).toEqual(["colleague"]);
});

test("a saved email is named by its account before its person", () => {
  const record = buildLink("EmailMessage", "mail");
  const saved = { state: "saved", savedAt: "2026-11-23T10:00:00Z", record } as const;
  const links = [buildLink("Contact", "Diane"), buildLink("Account", "Northwind Traders")];
  expect(findSaveTarget({ ...saved, linkedTo: links }).name).toBe("Northwind Traders");
  expect(findSaveTarget({ ...saved, linkedTo: [] })).toBe(record);
});

test("a record's link never runs code", () => {
  expect(safeRecordUrl("javascript:alert(1)")).toBeUndefined();
  expect(safeRecordUrl("not an address")).toBeUndefined();
  expect(safeRecordUrl("https://crm.example/003")).toBe("https://crm.example/003");
});

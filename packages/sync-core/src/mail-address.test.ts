import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collectOutsideAddresses, createAddressClassifier, normalizeAddress } from "./mail-address.ts";
import { buildHeader, buildRules } from "./testing/build-records.ts";

describe("normalizeAddress", () => {
  it.each([
    [" <Diane@Customer.Example> ", "diane@customer.example"],
    ["o'brien@x.example", "o'brien@x.example"],
    ["first+tag@x.example", "first+tag@x.example"],
    ["/o=ExchangeLabs/ou=x/cn=adele", undefined],
    ["@x.example", undefined],
    ["two words@x.example", undefined],
    ["", undefined],
  ])("reads %j as %j", (raw, expected) => {
    expect(normalizeAddress(raw)).toBe(expected);
  });
});

describe("createAddressClassifier", () => {
  it("counts a subdomain as internal only when it is listed", () => {
    const classifier = createAddressClassifier(buildRules());
    expect(classifier.classify("x@contoso.example")).toBe("internal");
    expect(classifier.classify("x@eu.contoso.example")).toBe("outside");
  });

  it("lets an excluded domain cover its subdomains and nothing that merely ends alike", () => {
    const classifier = createAddressClassifier(buildRules({ excludedDomains: ["@Bank.example"] }));
    expect(classifier.classify("x@news.bank.example")).toBe("excluded");
    expect(classifier.classify("x@notbank.example")).toBe("outside");
  });
});

describe("collectOutsideAddresses", () => {
  it("gives every outside address once, lower-cased, and never an internal or excluded one", () => {
    const domain = fc.constantFrom("contoso.example", "customer.example", "bank.example");
    const address = fc
      .tuple(fc.stringMatching(/^[a-zA-Z]{1,5}$/), domain)
      .map(([name, host]) => `${name}@${host}`);
    fc.assert(
      fc.property(fc.array(fc.array(address, { maxLength: 5 }), { maxLength: 5 }), (mails) => {
        const headers = mails.map((to) => buildHeader({ to: to.map((one) => ({ address: one })) }));
        const rules = buildRules({ excludedDomains: ["bank.example"] });
        const found = collectOutsideAddresses(headers, rules);
        const expected = new Set(
          mails
            .flat()
            .concat(mails.length > 0 ? ["diane@customer.example"] : [])
            .map((one) => one.toLowerCase())
            .filter((one) => one.endsWith("@customer.example")),
        );
        expect(found).toHaveLength(new Set(found).size);
        expect(new Set(found)).toEqual(expected);
      }),
    );
  });
});

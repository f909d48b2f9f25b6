import { expect, test } from "vitest";
import { isMailAddress } from "./is-mail-address.ts";

test.each([
  ["admin@contoso.com", true],
  ["o'brien+crm@sales.contoso.co.uk", true],
  ["", false],
  ["admin", false],
  ["admin@contoso", false],
  ["admin@contoso.com, other@contoso.com", false],
  ["admin@@contoso.com", false],
])("takes %j for one address: %s", (text, expected) => {
  expect(isMailAddress(text)).toBe(expected);
});

import { expect, test } from "vitest";
import { requireTenant } from "./require-tenant.ts";

const contoso = "11111111-1111-4111-8111-111111111111";

test("takes the tenant that was asked for, and any work tenant where none is known yet", () => {
  expect(() => requireTenant({ tenantId: contoso }, contoso)).not.toThrow();
  expect(() => requireTenant({ tenantId: contoso }, "organizations")).not.toThrow();
});

test("refuses another tenant", () => {
  const other = { tenantId: "22222222-2222-4222-8222-222222222222" };
  expect(() => requireTenant(other, contoso)).toThrow("administrator_other_tenant");
});

test("refuses personal accounts, even where any tenant would do", () => {
  const personal = { tenantId: "9188040d-6c67-4c5b-b112-36a304b66dad" };
  expect(() => requireTenant(personal, "organizations")).toThrow("administrator_account_unsuitable");
});

import { expect, test } from "vitest";
import { sayRoles } from "./say-roles.ts";

test("names the least role first, wherever it stands in the list", () => {
  expect(sayRoles(["Global Administrator", "Cloud Application Administrator"])).toEqual({
    least: "Cloud Application Administrator",
    others: "Global Administrator",
  });
});

test("names the only role there is, and no others", () => {
  expect(sayRoles(["Global Administrator"])).toEqual({ least: "Global Administrator" });
});

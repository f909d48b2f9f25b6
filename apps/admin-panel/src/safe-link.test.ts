import { expect, test } from "vitest";
import { safeLink } from "./safe-link.ts";

test.each([
  "/admin/users?state=blocked",
  "https://login.microsoftonline.com/x?y=z",
  "http://localhost:4000/entra",
])("lets %s through as it is", (address) => {
  expect(safeLink(address)).toBe(address);
});

test.each([
  "javascript:alert(1)",
  "data:text/html,x",
  "//elsewhere.example/",
  "/\\elsewhere.example",
  "users",
  "",
])("refuses %s", (address) => {
  expect(safeLink(address)).toBeUndefined();
});

import { expect, test } from "vitest";
import { checkNewUser } from "./check-new-user.ts";

test("accepts a whole address and a name, without the blanks around them", () => {
  expect(checkNewUser({ email: " adele@contoso.example ", displayName: " Adele Vance " })).toEqual({
    user: { email: "adele@contoso.example", displayName: "Adele Vance" },
    faults: {},
  });
});

test("names each field that is wrong", () => {
  expect(checkNewUser({ email: "adele", displayName: "  " })).toEqual({
    user: undefined,
    faults: { email: true, displayName: true },
  });
  expect(checkNewUser({ email: "adele", displayName: "Adele" }).faults).toEqual({ email: true });
});

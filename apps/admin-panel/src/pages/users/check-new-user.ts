import { provisionUser } from "@outrigger/api-contract";
import type { z } from "zod";

export type NewUser = z.output<NonNullable<typeof provisionUser.body>>;

/** Which fields are wrong. */
export interface NewUserFaults {
  email?: boolean;
  displayName?: boolean;
}

/** Holds a form against the contract, so that the person hears of a slip before the server does. */
export function checkNewUser(form: { email: string; displayName: string }): {
  user: NewUser | undefined;
  faults: NewUserFaults;
} {
  const parsed = provisionUser.body?.safeParse({ ...form, email: form.email.trim() });
  if (parsed?.success) return { user: parsed.data, faults: {} };
  const wrong = new Set(parsed?.error.issues.map((issue) => issue.path[0]));
  return {
    user: undefined,
    faults: {
      ...(wrong.has("email") ? { email: true } : {}),
      ...(wrong.has("displayName") ? { displayName: true } : {}),
    },
  };
}

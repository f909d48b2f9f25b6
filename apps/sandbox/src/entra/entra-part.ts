import type { SandboxPart } from "../core/part.ts";
import { seedDirectory } from "./seed-directory.ts";
import { createSigningKey } from "./signing-key.ts";

/** Microsoft Entra: sign-in, consent, tokens, and the admin center. */
export const entraPart: SandboxPart = {
  name: "entra",
  register: () => undefined,
  seed: async (context) => {
    seedDirectory(context);
    await createSigningKey(context);
  },
};

import type { SandboxPart } from "../core/part.ts";
import { registerAdminCenter } from "./admin-center/admin-center.routes.ts";
import { registerControlAuthorize } from "./control-authorize.routes.ts";
import { describeEntraState } from "./describe-state.ts";
import { registerDeviceCodePage } from "./device-code.routes.ts";
import { entraScenario } from "./entra-scenario.ts";
import { registerMicrosoftClients } from "./register-microsoft-clients.ts";
import { refreshProductRegistration } from "./register-product.ts";
import { seedDirectory } from "./seed-directory.ts";
import { registerSignInRoutes } from "./sign-in.routes.ts";
import { createSigningKey } from "./signing-key.ts";
import { registerTokenRoutes } from "./token.routes.ts";

/** Microsoft Entra: sign-in, consent, tokens, and the admin center. */
export const entraPart: SandboxPart = {
  name: "entra",
  register: (app, context) => {
    refreshProductRegistration(context);
    registerMicrosoftClients(context);
    registerTokenRoutes(app, context);
    registerSignInRoutes(app, context);
    registerDeviceCodePage(app, context);
    registerControlAuthorize(app, context);
    registerAdminCenter(app, context);
  },
  seed: async (context) => {
    seedDirectory(context);
    await createSigningKey(context);
  },
  keptAtReset: ["entraSigningKeys"],
  scenario: entraScenario,
  describeState: describeEntraState,
};

import type { SandboxPart } from "../core/part.ts";
import { registerWebServices } from "./web-services.routes.ts";

/** Exchange Online's door for Exchange Web Services: who may pass it, and no mailbox behind it. */
export const exchangePart: SandboxPart = {
  name: "exchange",
  register: registerWebServices,
  seed: () => undefined,
};

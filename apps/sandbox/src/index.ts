import { createSandbox, type Sandbox } from "./core/create-sandbox.ts";
import type { SandboxPart } from "./core/part.ts";
import { entraPart } from "./entra/entra-part.ts";
import { exchangePart } from "./exchange/exchange-part.ts";
import { graphPart } from "./graph/graph-part.ts";
import { outboxPart } from "./outbox/outbox-part.ts";
import { outlookPart } from "./outlook/outlook-part.ts";
import { salesforcePart } from "./salesforce/salesforce-part.ts";

export type { Sandbox, SandboxOptions } from "./core/create-sandbox.ts";
export * from "./core/demo-ids.ts";
export { startOutboxSmtp, type OutboxSmtp } from "./outbox/start-outbox-smtp.ts";

/** All parts, in the order in which they are seeded: the directory first, as the others refer to it. */
const parts: readonly SandboxPart[] = [
  entraPart,
  graphPart,
  exchangePart,
  salesforcePart,
  outboxPart,
  outlookPart,
];

export interface OpenSandboxOptions {
  /** Where the product answers, without a trailing slash. */
  productUrl: string;
  /** The product's registration then lists `EWS.AccessAsUser.All`, too. Off unless told. */
  isLegacyEwsOn?: boolean | undefined;
  /** "Outrigger" unless told. */
  productName?: string | undefined;
  stateFile?: string | undefined;
  machineNow?: (() => number) | undefined;
}

/** The whole sandbox over one state; `buildListener()` gives it a port. */
export function openSandbox({
  productUrl,
  isLegacyEwsOn = false,
  productName = "Outrigger",
  ...options
}: OpenSandboxOptions): Promise<Sandbox> {
  return createSandbox({ parts, settings: { productUrl, productName, isLegacyEwsOn }, ...options });
}

import { diagnose } from "@outrigger/consent";
import type { NewAuditEntry } from "@outrigger/storage";

/** Whether a refusal is about our own registration or secret: nobody but the operator can do anything about it. */
export function isRegistrationFault({
  error,
  aadstsCode,
}: {
  readonly error?: string | undefined;
  readonly aadstsCode?: string | undefined;
}): boolean {
  const { certainty, causes } = diagnose([
    { kind: "token_error", body: { error, error_description: aadstsCode } },
  ]);
  return certainty === "certain" && causes[0]?.code === "registration_fault";
}

/** What the organization's admins read, who would otherwise look for the fault in their own tenant. */
export const registrationFaultEntry: NewAuditEntry = {
  action: "mailbox_connection.registration_fault",
  summary:
    "Microsoft refused this product itself, not a person: the operator has to look after its app registration or its secret.",
};

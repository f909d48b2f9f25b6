import type { Evidence } from "@outrigger/consent";
import type { OAuthError } from "@outrigger/oauth";
import type { MailboxConnection } from "@outrigger/storage";
import { z } from "zod";

/** What a silent request for the mailbox's permissions was last refused with: codes only. */
const silentProbeSchema = z.object({
  at: z.iso.datetime(),
  error: z.string(),
  suberror: z.string().optional(),
  aadstsCode: z.string().optional(),
  correlationId: z.string().optional(),
});
export type SilentProbe = z.infer<typeof silentProbeSchema>;

/** Reads what the connection keeps; an unreadable value counts as none. */
export function readSilentProbe({
  lastProbe,
}: Pick<MailboxConnection, "lastProbe">): SilentProbe | undefined {
  return silentProbeSchema.safeParse(lastProbe).data;
}

/** The refusal as the connection keeps it; undefined where it says nothing that is not known already. */
export function noteOfRefusal(
  error: OAuthError,
  { known, at }: { readonly known: SilentProbe | undefined; readonly at: Date },
): SilentProbe | undefined {
  const [code] = error.errorCodes;
  const note = {
    at: at.toISOString(),
    error: error.error,
    suberror: error.suberror,
    aadstsCode: code === undefined ? undefined : `AADSTS${code}`,
    correlationId: error.correlationId,
  };
  const isKnown =
    known?.error === note.error && known.suberror === note.suberror && known.aadstsCode === note.aadstsCode;
  return isKnown ? undefined : note;
}

/** As evidence: a missing grant by its name, any other gate by Microsoft's own code. */
export function evidenceOfProbe(probe: SilentProbe | undefined): Evidence {
  const isGrantMissing =
    probe === undefined || probe.suberror === "consent_required" || probe.aadstsCode === "AADSTS65001";
  if (isGrantMissing) return { kind: "probe", result: "consent_required", stage: "mailbox" };
  const { error, suberror, aadstsCode } = probe;
  return { kind: "token_error", body: { error, suberror, error_description: aadstsCode } };
}

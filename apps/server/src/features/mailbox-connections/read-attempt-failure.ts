import type { AuthorizationResponse } from "@outrigger/oauth";
import type { AttemptFailure } from "@outrigger/storage";

type Refusal = Extract<AuthorizationResponse, { outcome: "refused" }>;

/**
 * Keeps the codes of a refusal and drops its prose: Microsoft's descriptions may quote addresses.
 * Values that do not look like codes are dropped, too: whoever calls the redirect chooses them.
 */
export function readAttemptFailure(refusal: Refusal): AttemptFailure {
  return {
    wireError: keepCode(refusal.error),
    errorSubcode: keepCode(refusal.errorSubcode),
    aadstsCode: /AADSTS\d{4,8}/.exec(refusal.description ?? "")?.[0],
    correlationId: /Correlation ID: ([0-9a-f-]{36})/i.exec(refusal.description ?? "")?.[1],
  };
}

function keepCode(value: string | undefined): string | undefined {
  return value !== undefined && /^[\w.-]{1,64}$/.test(value) ? value : undefined;
}

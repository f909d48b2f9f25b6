import { randomUUID } from "node:crypto";
import type { Application, DirectoryUser } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import type { EntraError } from "./entra-error.ts";
import { entraRecords } from "./entra-records.ts";
import type { ApiResource } from "./permission-catalog.ts";

export interface SignInEvent {
  readonly tenantId: string;
  readonly user: DirectoryUser;
  readonly app: Application;
  readonly resource: Pick<ApiResource, "displayName">;
  readonly isInteractive: boolean;
  readonly error?: EntraError | undefined;
  readonly correlationId?: string | undefined;
}

/** Rows kept: enough for every story, and the state file stays small under a load test. */
const KEPT_ROWS = 2_000;

/**
 * Writes a row of the sign-in log; a person who met the wall leaves errorCode 90094 there. Successful refreshes are
 * not written: they would push the rest out, and the log that Graph v1.0 shows holds interactive sign-ins.
 */
export function recordSignIn(context: SandboxContext, event: SignInEvent): void {
  const { signIns } = entraRecords(context);
  const { user, app, error } = event;
  signIns.put({
    id: randomUUID(),
    tenantId: event.tenantId,
    createdDateTime: context.clock.now().toISOString(),
    userId: user.id,
    userPrincipalName: user.userPrincipalName,
    userDisplayName: user.displayName,
    appId: app.appId,
    appDisplayName: app.displayName,
    resourceDisplayName: event.resource.displayName,
    isInteractive: event.isInteractive,
    correlationId: error?.correlationId ?? event.correlationId ?? randomUUID(),
    conditionalAccessStatus: error?.claims === undefined ? "notApplied" : "failure",
    status: { errorCode: error?.code ?? 0, failureReason: error?.message ?? "Other." },
  });
  if (signIns.size > KEPT_ROWS * 1.1) {
    for (const row of signIns.all().slice(0, signIns.size - KEPT_ROWS)) signIns.delete(row.id);
  }
}

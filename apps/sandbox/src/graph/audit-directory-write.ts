import type { DirectoryAudit } from "../entra/entra-records.ts";
import { writeAudit } from "../entra/record-consent.ts";
import type { GraphRequest } from "./graph-request.ts";

type Target = DirectoryAudit["targetResources"][number];

export interface DirectoryWrite {
  readonly activity: string;
  readonly operation: string;
  readonly target: Pick<Target, "id"> & Partial<Target>;
  readonly category?: DirectoryAudit["category"] | undefined;
  /** Further targets, after the first. */
  readonly others?: readonly Target[] | undefined;
}

/** Leaves the row of the audit log that a write through Graph leaves. */
export function auditDirectoryWrite(request: GraphRequest, write: DirectoryWrite): void {
  const { tenant, user } = request.caller;
  if (!user) return;
  const { id, displayName = "", type = "ServicePrincipal", modifiedProperties = [] } = write.target;
  writeAudit(
    request.context,
    { tenant, user, correlationId: request.headers["client-request-id"] ?? "" },
    {
      activityDisplayName: write.activity,
      operationType: write.operation,
      ...(write.category ? { category: write.category } : {}),
      targetResources: [{ id, displayName, type, modifiedProperties }, ...(write.others ?? [])],
    },
  );
}

/** A changed property as the audit log keeps it: JSON within strings. */
export function modifiedProperty(
  displayName: string,
  newValue: unknown,
  oldValue?: unknown,
): Target["modifiedProperties"][number] {
  return { displayName, oldValue: encode(oldValue), newValue: encode(newValue) };
}

function encode(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}

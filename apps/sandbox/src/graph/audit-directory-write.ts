import { randomUUID } from "node:crypto";
import type { DirectoryAudit } from "../entra/entra-records.ts";
import { writeAudit } from "../entra/write-audit.ts";
import type { GraphRequest } from "./graph-request.ts";

/** What ties the rows of one call together: the caller's own id where it sent one. */
export function correlationIdOf(request: Pick<GraphRequest, "headers">): string {
  return request.headers["client-request-id"] ?? randomUUID();
}

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
    { tenant, user, correlationId: correlationIdOf(request) },
    {
      activityDisplayName: write.activity,
      operationType: write.operation,
      ...(write.category ? { category: write.category } : {}),
      targetResources: [{ id, displayName, type, modifiedProperties }, ...(write.others ?? [])],
    },
  );
}

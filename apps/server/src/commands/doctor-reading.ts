import { open, readFile, stat, type FileHandle } from "node:fs/promises";
import { createGraphClient, readTenant, type TenantReadingFile } from "@outrigger/microsoft";
import type { Secret } from "@outrigger/oauth";
import { ConnectorError } from "@outrigger/sync-core";
import type { DoctorTools } from "./doctor-tools.ts";
import { InputError, StoppedError } from "./input-error.ts";

/** A reading holds settings, not people's data; none comes near. */
const FILE_BYTES_MAX = 16 * 1024 * 1024;
/** Entra keeps its logs so long with a P1 licence. */
const LOG_DAYS = 30;

export interface SignedInReading {
  readonly graphUrl: string;
  readonly tenantId: string;
  readonly appId: string;
  readonly withLogs: boolean;
  readonly withRequests: boolean;
}

/** Reads the tenant with an administrator's token. @throws {StoppedError} */
export async function readSignedIn(
  request: SignedInReading,
  token: Secret,
  tools: DoctorTools,
): Promise<TenantReadingFile> {
  const graph = createGraphClient({
    graphUrl: request.graphUrl,
    fetch: tools.fetch,
    getAccessToken: () => Promise.resolve(token),
    now: tools.now,
    sleep: tools.sleep,
  });
  const since = new Date(tools.now().getTime() - LOG_DAYS * 24 * 60 * 60 * 1000);
  try {
    return await readTenant(graph, { ...request, since });
  } catch (error) {
    if (tools.signal.aborted) throw new StoppedError("cancelled; nothing was kept", { cause: error });
    if (!(error instanceof ConnectorError)) throw error;
    const isToken = error.reason === "reauthorization_required";
    throw new StoppedError(
      isToken ? "Microsoft Graph refused the sign-in" : `Microsoft Graph could not be read (${error.reason})`,
      { cause: error },
    );
  }
}

/** A new file that only its owner can read; an existing one is never written over. @throws {InputError} */
export async function openNewFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, "wx", 0o600);
  } catch (error) {
    const isThere = error instanceof Error && "code" in error && error.code === "EEXIST";
    throw new InputError(
      isThere ? "the file of --save exists already" : "the file of --save cannot be written",
      {
        cause: error,
      },
    );
  }
}

/** What `--print-commands` or `--save` left. @throws {InputError} */
export async function readReadingFile(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch (error) {
    throw new InputError("the file is not valid JSON", { cause: error });
  }
}

async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > FILE_BYTES_MAX) throw new InputError("the file is larger than 16 MiB");
    const bytes = await readFile(path);
    // Windows PowerShell 5 writes a byte order mark, which JSON does not know.
    return bytes.toString("utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError("the file of --from cannot be read", { cause: error });
  }
}

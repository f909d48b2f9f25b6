import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Whom PostgreSQL runs as, where we ourselves are root: it refuses root. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody` where we are root; undefined where PostgreSQL may run as ourselves. */
export function findServerAccount(): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const line = readPasswd()
    .split("\n")
    .find((entry) => entry.startsWith("nobody:"));
  const [, , uid = "65534", gid = "65534"] = line?.split(":") ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

function readPasswd(): string {
  try {
    return readFileSync("/etc/passwd", "utf8");
  } catch {
    return "";
  }
}

/** Whether the account may pass through every folder above the path. */
export async function canReach(path: string, account: ServerAccount): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { uid, gid, mode } = await stat(folder);
    const executeBit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & executeBit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** Where things go that must be reachable for the account: used only by root, below a folder that everybody can pass. */
export const reachableFolder = "/var/lib/outrigger";

/** Always the same folder for the same wanted path, so that the next start finds its data. */
export function reachableStandInFor(path: string): string {
  return join(reachableFolder, createHash("sha256").update(path).digest("hex").slice(0, 16));
}

import { readFileSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { describeSystemError, EmbeddedPostgresError } from "./embedded-postgres-error.ts";

/**
 * Marks a data folder as taken by this process. The mark names the process by number and start time, as numbers are
 * used again (in a container even soon); a mark of a dead process counts for nothing.
 * @throws {EmbeddedPostgresError} while another living process has the folder.
 */
export async function takeFolder(markFile: string): Promise<() => Promise<void>> {
  const known = await readFile(markFile, "utf8").catch(() => "");
  const [pidText = "", startedAt = ""] = known.split(" ");
  const pid = Number(pidText);
  if (
    Number.isInteger(pid) &&
    pid > 0 &&
    pid !== process.pid &&
    isAlive(pid) &&
    startTimeOf(pid) === startedAt
  ) {
    throw new EmbeddedPostgresError(`The data folder is in use by another running process (${pid}).`);
  }
  const mark = `${process.pid} ${startTimeOf(process.pid)}`;
  try {
    await writeFile(markFile, mark, { mode: 0o600 });
  } catch (cause) {
    throw new EmbeddedPostgresError(`The data folder cannot be used: ${describeSystemError(cause)}`, {
      cause,
    });
  }
  return async () => {
    const current = await readFile(markFile, "utf8").catch(() => "");
    if (current === mark) await rm(markFile, { force: true });
  };
}

/** Whether a process with this number exists, ours or not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Boot and start time on Linux (proc(5), field 22); empty elsewhere. */
function startTimeOf(pid: number): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const line = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in parentheses and may hold blanks.
    const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
    return `${boot}/${fields[19] ?? ""}`;
  } catch {
    return "";
  }
}

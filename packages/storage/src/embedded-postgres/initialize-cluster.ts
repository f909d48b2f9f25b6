import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, chown, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { childOptions, lastLine, SUPERUSER, type Cluster } from "./cluster.ts";
import { describeSystemError, EmbeddedPostgresError } from "./embedded-postgres-error.ts";

/** Built under another name and renamed when whole, so that a start that was killed in here leaves nothing half-made. */
export async function initializeCluster(cluster: Cluster, passwordFile: string): Promise<void> {
  const part = `${cluster.pgdata}.part`;
  const passwordCopy = join(tmpdir(), `outrigger-${randomBytes(8).toString("hex")}`);
  try {
    await rm(part, { recursive: true, force: true });
    await mkdir(part, { mode: 0o700 });
    await writeFile(passwordFile, `${cluster.password}\n`, { mode: 0o600 });
    await chmod(passwordFile, 0o600);
    await writeFile(passwordCopy, cluster.password, { mode: 0o600, flag: "wx" });
    if (cluster.account) {
      await chown(part, cluster.account.uid, cluster.account.gid);
      await chown(passwordCopy, cluster.account.uid, cluster.account.gid);
    }
    await runInitdb(cluster, [
      "-D",
      part,
      "-U",
      SUPERUSER,
      `--pwfile=${passwordCopy}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--no-instructions",
    ]);
    await rename(part, cluster.pgdata);
  } catch (cause) {
    if (cause instanceof EmbeddedPostgresError) throw cause;
    throw new EmbeddedPostgresError(`The data folder cannot be used: ${describeSystemError(cause)}`, {
      cause,
    });
  } finally {
    await rm(passwordCopy, { force: true });
  }
}

async function runInitdb(cluster: Cluster, parameters: string[]): Promise<void> {
  const child = spawn(cluster.binaries.initdb, parameters, {
    ...childOptions(cluster.account),
    stdio: ["ignore", "ignore", "pipe"],
  });
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output = (output + text).slice(-4000);
  });
  const [code] = await once(child, "close");
  if (code !== 0) {
    throw new EmbeddedPostgresError(`PostgreSQL cannot make its data folder: ${lastLine(output)}`);
  }
}

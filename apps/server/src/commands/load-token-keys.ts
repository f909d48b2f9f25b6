import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The key that encrypts tokens in our own database: made at the first start, kept beside the data, readable by us alone. */
export async function loadTokenKeys(dataFolder: string): Promise<string> {
  const file = join(dataFolder, "token-keys");
  const made = `${randomBytes(4).toString("hex")}:${randomBytes(32).toString("base64url")}\n`;
  try {
    await writeFile(file, made, { mode: 0o600, flag: "wx" });
    return made.trim();
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error.code !== "EEXIST") throw error;
    return (await readFile(file, "utf8")).trim();
  }
}

import { z } from "zod";

/** Below what the server takes in one call. */
const FILE_BYTES_MAX = 3 * 1024 * 1024;

const readingSchema = z.record(z.string(), z.unknown());

export type ReadingFile =
  | { outcome: "read"; reading: Record<string, unknown> }
  | { outcome: "notJson" }
  | { outcome: "tooLarge" };

/** What the doctor's commands leave, as far as a browser can tell; the server looks at its parts. */
export async function parseReadingFile(file: Pick<File, "size" | "text">): Promise<ReadingFile> {
  if (file.size > FILE_BYTES_MAX) return { outcome: "tooLarge" };
  try {
    // Windows PowerShell 5 writes a byte order mark, which JSON does not know.
    const parsed = readingSchema.safeParse(JSON.parse((await file.text()).replace(/^\uFEFF/, "")));
    return parsed.success ? { outcome: "read", reading: parsed.data } : { outcome: "notJson" };
  } catch {
    return { outcome: "notJson" };
  }
}

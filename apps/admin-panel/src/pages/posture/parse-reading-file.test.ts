import { expect, test } from "vitest";
import { parseReadingFile } from "./parse-reading-file.ts";

const file = (text: string, size = text.length) => ({ size, text: async () => text });

test("reads the commands' file, with the byte order mark of Windows PowerShell, too", async () => {
  for (const text of ['{"format":"x"}', '\uFEFF{"format":"x"}']) {
    expect(await parseReadingFile(file(text))).toEqual({ outcome: "read", reading: { format: "x" } });
  }
});

test.each(["", "{", "[]", '"text"', "<html>"])("says that %j is no reading", async (text) => {
  expect(await parseReadingFile(file(text))).toEqual({ outcome: "notJson" });
});

test("does not open what no reading can be", async () => {
  expect(await parseReadingFile(file("{}", 4_000_000))).toEqual({ outcome: "tooLarge" });
});

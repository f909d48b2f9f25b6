import { expect, test } from "vitest";
import type { CommandIo } from "./command-io.ts";
import { runExplain } from "./explain.ts";

function recordIo(): CommandIo & { output: string; error: string } {
  const io = {
    output: "",
    error: "",
    readInput: async () => "",
    writeOutput: (text: string) => void (io.output += text),
    writeError: (text: string) => void (io.error += text),
  };
  return io;
}

test("explains a code in words, naming who must act", () => {
  const io = recordIo();
  expect(runExplain(["AADSTS90094"], io)).toBe(0);
  expect(io.output).toContain("AADSTS90094: Need admin approval");
  expect(io.output).toContain("Cloud Application Administrator");
});

test("prints the whole explanation as JSON with --json, wherever the option stands", () => {
  const io = recordIo();
  expect(runExplain(["--json", "https://app.example/cb?error=access_denied&error_subcode=cancel"], io)).toBe(
    0,
  );
  expect(JSON.parse(io.output)).toMatchObject({
    certainty: "ambiguous",
    question: { text: expect.any(String) },
  });
});

test("joins words that the shell took apart", () => {
  const io = recordIo();
  expect(runExplain(["this", "app", "is", "blocked", "by", "admin"], io)).toBe(0);
  expect(io.output).toContain("OAUTH_APP_BLOCKED");
});

test("says plainly that an error is unknown, with exit code 1", () => {
  const io = recordIo();
  expect(runExplain(["AADSTS12345678"], io)).toBe(1);
  expect(io.output).toContain("not in the catalogue");
});

test.each([[[]], [["--json"]], [["--xml", "AADSTS90094"]]])(
  "refuses wrong usage %j with exit code 2",
  (argv) => {
    const io = recordIo();
    expect(runExplain(argv, io)).toBe(2);
    expect(io.output).toBe("");
    expect(io.error).toContain("usage:");
  },
);

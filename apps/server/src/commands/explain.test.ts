import { expect, test } from "vitest";
import type { CommandIo } from "./command-io.ts";
import { runExplain } from "./explain.ts";

function recordIo(
  input = "",
  terminal: Pick<CommandIo, "isInputTerminal" | "hasColours"> = {},
): CommandIo & { output: string; error: string } {
  const io = {
    output: "",
    error: "",
    readInput: async () => input,
    writeOutput: (text: string) => void (io.output += text),
    writeError: (text: string) => void (io.error += text),
    ...terminal,
  };
  return io;
}

test("explains a code in words, naming who must act", async () => {
  const io = recordIo();
  expect(await runExplain(["AADSTS90094"], io)).toBe(0);
  expect(io.output).toContain("AADSTS90094: Need admin approval");
  expect(io.output).toContain("Cloud Application Administrator");
});

test("prints the whole explanation as JSON with --json, wherever the option stands", async () => {
  const io = recordIo();
  expect(
    await runExplain(["--json", "https://app.example/cb?error=access_denied&error_subcode=cancel"], io),
  ).toBe(0);
  expect(JSON.parse(io.output)).toMatchObject({
    certainty: "ambiguous",
    question: { text: expect.any(String) },
  });
});

test("joins words that the shell took apart", async () => {
  const io = recordIo();
  expect(await runExplain(["this", "app", "is", "blocked", "by", "admin"], io)).toBe(0);
  expect(io.output).toContain("OAUTH_APP_BLOCKED");
});

test("says plainly that an error is unknown, with exit code 1", async () => {
  const io = recordIo();
  expect(await runExplain(["AADSTS12345678"], io)).toBe(1);
  expect(io.output).toContain("not in the catalogue");
});

test.each([[[]], [["--json"]], [["--xml", "AADSTS90094"]]])(
  "refuses wrong usage %j with exit code 2",
  async (argv) => {
    const io = recordIo();
    expect(await runExplain(argv, io)).toBe(2);
    expect(io.output).toBe("");
    expect(io.error).toContain("usage:");
  },
);

test("reads standard input where no argument is given, and where it is asked to by a dash", async () => {
  for (const argv of [[], ["-"]]) {
    const io = recordIo("AADSTS50105: not assigned\n");
    expect(await runExplain(argv, io)).toBe(0);
    expect(io.output).toContain("AADSTS50105: The user is not assigned");
  }
});

test("does not wait for a person who has typed nothing", async () => {
  const io = recordIo("AADSTS50105", { isInputTerminal: true });
  expect(await runExplain([], io)).toBe(2);
});

test("prints nothing of a pasted address again: no state, code, token or address", async () => {
  const secrets =
    "https://app.example/cb?error=access_denied&error_subcode=cancel&state=top-secret&code=0.AXsecret#id_token=ey.secret";
  for (const argv of [[secrets], [secrets, "--json"], [`--state=top-secret`]]) {
    const io = recordIo();
    await runExplain(argv, io);
    expect(io.output + io.error).not.toMatch(/secret|app\.example/);
  }
});

test("writes colour for a terminal only", async () => {
  const plain = recordIo();
  const coloured = recordIo("", { hasColours: true });
  await runExplain(["AADSTS90094"], plain);
  await runExplain(["AADSTS90094"], coloured);
  expect(plain.output).not.toContain("\u001B");
  expect(coloured.output).toContain("\u001B[1mAADSTS90094");
});

import { ConsentCaseError, decide, parseConsentCase, type Decision } from "@outrigger/consent";
import type { Command } from "commander";
import { processIo, type CommandIo, type ExitCode } from "./command-io.ts";

const USAGE = "usage: outrigger consent decide [--batch] [--now <ISO 8601>] < case.json\n";

const HELP = `
Reads one case (tenant, app, user, grants, request, named as Microsoft Graph names them) and prints the decision:
outcome, organizationCheckbox, tenantWide, aadsts, missing, warnings, every blocker, and the remedies, least privilege
first. With --batch it reads a list and prints a list in the same order; a case that cannot be read gets
{"error": {"code", "path", "message"}} in its place and spoils none of the others. Nothing is sent anywhere.

Exit codes: 0 everything was decided, 1 with --batch some case could not be, 2 wrong usage or input.`;

type Arguments = { isBatch: boolean; now: Date | undefined };

/** What stands in a batch in the place of a decision. */
type CaseFault = { error: { code: "invalid_case" | "internal_error"; path?: string; message: string } };

/**
 * `outrigger consent decide [--batch]`: one case's input on standard input, the decision as JSON on standard output; with
 * `--batch` a list of inputs and a list of decisions. Wrong input: one line that names the field, exit code 2.
 */
export async function runConsentDecide(argv: readonly string[], io: CommandIo): Promise<ExitCode> {
  try {
    const options = readArguments(argv);
    const input = parseJson(io.isInputTerminal === true ? "" : await io.readInput());
    const output = options.isBatch ? decideBatch(input, options) : decideOne(input, options);
    io.writeOutput(`${JSON.stringify(output, null, 2)}\n`);
    return Array.isArray(output) && output.some((entry) => "error" in entry) ? 1 : 0;
  } catch (error) {
    if (!(error instanceof InputError) && !(error instanceof ConsentCaseError)) throw error;
    io.writeError(`outrigger consent decide: ${error.message}\n`);
    return 2;
  }
}

export function registerConsentCommand(program: Command): void {
  program
    .command("consent")
    .description("predict what Microsoft Entra does with a request for permissions")
    .command("decide")
    .description("read a case as JSON on standard input and print the decision as JSON")
    .option("--batch", "read a list of cases and print a list of decisions")
    .option("--now <time>", "the time to decide for, ISO 8601 (default: after EWS was blocked)")
    .option("--json", "print JSON; it always does")
    .addHelpText("after", HELP)
    .action(async (options: { batch?: boolean; now?: string }) => {
      const argv = [
        ...(options.batch ? ["--batch"] : []),
        ...(options.now === undefined ? [] : ["--now", options.now]),
      ];
      process.exitCode = await runConsentDecide(argv, processIo);
    });
}

/** The caller's fault, told in one line. */
class InputError extends Error {}

function readArguments(argv: readonly string[]): Arguments {
  let isBatch = false;
  let now: Date | undefined;
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index];
    if (word === "--batch") isBatch = true;
    else if (word === "--json") continue;
    else if (word === "--now") {
      index += 1;
      now = new Date(argv[index] ?? "");
      if (Number.isNaN(now.getTime())) throw new InputError("--now must be an ISO 8601 time");
    } else throw new InputError(`unknown argument ${word}; ${USAGE.trim()}`);
  }
  return { isBatch, now };
}

function parseJson(text: string): unknown {
  // A byte order mark is what some editors write and no part of the JSON.
  const content = text.replace(/^\uFEFF/, "");
  if (content.trim() === "") throw new InputError("standard input is empty; it must hold a case as JSON");
  try {
    const parsed: unknown = JSON.parse(content);
    return parsed;
  } catch (error) {
    throw new InputError("standard input is not valid JSON", { cause: error });
  }
}

function decideBatch(input: unknown, options: Arguments): (Decision | CaseFault)[] {
  if (!Array.isArray(input)) throw new InputError("with --batch, standard input must hold a list of cases");
  return input.map((entry: unknown) => {
    try {
      return decideOne(entry, options);
    } catch (error) {
      return describeFault(error);
    }
  });
}

function decideOne(input: unknown, { now }: Arguments): Decision {
  return decide(parseConsentCase(input), { now });
}

/** A fault of ours, too, stays with its case: the others are still worth having. */
function describeFault(error: unknown): CaseFault {
  if (error instanceof ConsentCaseError) {
    return { error: { code: "invalid_case", path: error.path, message: error.message } };
  }
  return { error: { code: "internal_error", message: "this case could not be decided; please report it" } };
}

import { explain, type ErrorEntry, type Explanation } from "@outrigger/consent";
import type { Command } from "commander";
import { processIo, type CommandIo, type ExitCode } from "./command-io.ts";

const USAGE = "usage: outrigger explain <AADSTS code | error text | callback address> [--json]\n";

const HELP = `
Takes an AADSTS code or number, the text of Microsoft's or Salesforce's page, the address where a sign-in ended, a form
body, a header line, a token endpoint's JSON, or an error of Graph, Office or Salesforce. Without an argument it reads
standard input, so that an address need not stand in the shell's history. Nothing of the text is printed again but ids
and times; nothing is sent anywhere.

  outrigger explain AADSTS90094
  outrigger explain 'https://app.example/callback?error=access_denied&error_subcode=cancel'
  pbpaste | outrigger explain --json

Exit codes: 0 explained (or ambiguous: then with the question that settles it), 1 not known, 2 wrong usage.`;

/** `outrigger explain [text] [--json]`; without a text it reads standard input. The exit codes are those of its `--help`. */
export async function runExplain(argv: readonly string[], io: CommandIo): Promise<ExitCode> {
  const isJson = argv.includes("--json");
  const words = argv.filter((word) => word !== "--json" && word !== "-");
  // The option is not repeated: what was pasted may be a secret.
  if (words.some((word) => word.startsWith("--"))) return refuse("unknown option", io);
  const text = words.length > 0 ? words.join(" ") : await readPasted(io);
  if (text.trim() === "") return refuse("nothing to explain", io);
  const explanation = explain(text);
  io.writeOutput(isJson ? `${JSON.stringify(explanation, null, 2)}\n` : format(explanation, io));
  return explanation.certainty === "unknown" ? 1 : 0;
}

export function registerExplainCommand(program: Command): void {
  program
    .command("explain")
    .description("explain an AADSTS code, an error text, a callback address or a Salesforce error")
    .argument("[error...]", "the code, text or address (quote it); without it, standard input")
    .option("--json", "print JSON")
    // Commander would repeat an unknown option; ours is told without.
    .allowUnknownOption()
    .addHelpText("after", HELP)
    .action(async (words: string[], options: { json?: boolean }) => {
      process.exitCode = await runExplain([...words, ...(options.json ? ["--json"] : [])], processIo);
    });
}

async function readPasted(io: CommandIo): Promise<string> {
  return io.isInputTerminal === true ? "" : io.readInput();
}

function refuse(reason: string, io: CommandIo): ExitCode {
  io.writeError(`outrigger explain: ${reason}\n${USAGE}`);
  return 2;
}

function format(explanation: Explanation, io: CommandIo): string {
  const { matches, question } = explanation;
  if (matches.length === 0) return `${explanation.sentence}\n`;
  const lines: string[] = [];
  if (explanation.certainty === "ambiguous") lines.push(explanation.sentence);
  if (question) lines.push(...question.choices.map((choice) => `  - ${choice.label}`));
  if (lines.length > 0) lines.push("");
  for (const { entry, because } of matches) lines.push(...formatEntry({ entry, because, io }), "");
  if (explanation.correlationId) lines.push(`Correlation id: ${explanation.correlationId}`, "");
  return lines.join("\n");
}

function formatEntry({
  entry,
  because,
  io,
}: {
  entry: ErrorEntry;
  because: string;
  io: CommandIo;
}): string[] {
  const title = `${entry.code}: ${entry.title}`;
  return [
    io.hasColours === true ? `\u001B[1m${title}\u001B[22m` : title,
    `  Because:   ${because}`,
    `  Meaning:   ${entry.meaning}`,
    `  Seen at:   ${entry.whereShown.join(", ")}`,
    `  Who acts:  ${entry.whoMustAct.length > 0 ? entry.whoMustAct.join("; ") : "depends on the answer"}`,
    ...entry.steps.map((step, index) => `  ${index === 0 ? "What to do:" : "           "} ${step}`),
    ...entry.whatNotToDo.map((text) => `  Beware:    ${text}`),
    `  Source:    ${entry.source}`,
  ];
}

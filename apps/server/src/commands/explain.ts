import { explain, type ErrorEntry, type Explanation } from "@outrigger/consent";
import type { Command } from "commander";
import { processIo, type CommandIo, type ExitCode } from "./command-io.ts";

const USAGE = "usage: outrigger explain <AADSTS code | error text | callback address> [--json]\n";

/** `outrigger explain <code|text|url> [--json]`. Exit code 1 when the error is not known, 2 when nothing was given. */
export function runExplain(argv: readonly string[], io: CommandIo): ExitCode {
  const isJson = argv.includes("--json");
  const unknownOption = argv.find((word) => word.startsWith("--") && word !== "--json");
  const text = argv
    .filter((word) => word !== "--json")
    .join(" ")
    .trim();
  if (unknownOption !== undefined || text === "") {
    io.writeError(unknownOption === undefined ? USAGE : `unknown option ${unknownOption}\n${USAGE}`);
    return 2;
  }
  const explanation = explain(text);
  io.writeOutput(isJson ? `${JSON.stringify(explanation, null, 2)}\n` : format(explanation));
  return explanation.certainty === "unknown" ? 1 : 0;
}

export function registerExplainCommand(program: Command): void {
  program
    .command("explain")
    .description("explain an AADSTS code, an error text, a callback address or a Salesforce error")
    .argument("<error...>", "the code, text or address (quote it)")
    .option("--json", "print JSON")
    .action((words: string[], options: { json?: boolean }) => {
      process.exitCode = runExplain([...words, ...(options.json ? ["--json"] : [])], processIo);
    });
}

function format(explanation: Explanation): string {
  const { matches, question } = explanation;
  if (matches.length === 0) return `${explanation.sentence}\n`;
  const lines: string[] = [];
  if (explanation.certainty === "ambiguous") lines.push(explanation.sentence);
  if (question) lines.push(...question.choices.map((choice) => `  - ${choice.label}`));
  if (lines.length > 0) lines.push("");
  for (const { entry, because } of matches) lines.push(...formatEntry(entry, because), "");
  if (explanation.correlationId) lines.push(`Correlation id: ${explanation.correlationId}`, "");
  return lines.join("\n");
}

function formatEntry(entry: ErrorEntry, because: string): string[] {
  return [
    `${entry.code}: ${entry.title}`,
    `  Because:   ${because}`,
    `  Meaning:   ${entry.meaning}`,
    `  Seen at:   ${entry.whereShown.join(", ")}`,
    `  Who acts:  ${entry.whoMustAct.length > 0 ? entry.whoMustAct.join("; ") : "depends on the answer"}`,
    ...entry.steps.map((step, index) => `  ${index === 0 ? "What to do:" : "           "} ${step}`),
    ...entry.whatNotToDo.map((text) => `  Beware:    ${text}`),
    `  Source:    ${entry.source}`,
  ];
}

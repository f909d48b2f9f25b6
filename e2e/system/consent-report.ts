import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** One failure class, walked from the first click to the working mailbox. */
export interface WalkedClass {
  readonly failureClass: string;
  readonly userPages: readonly string[];
  /** From *Set up sync* until the person stands before the obstacle: what connecting takes anyway. */
  readonly userClicksBefore: number;
  /** From there to the working mailbox: what the obstacle costs. */
  readonly userClicksAfter: number;
  /** Where Microsoft kept no session, the person signs in once more: one press, and Microsoft's pages. */
  readonly userSignsInAgain: boolean;
  readonly fixedBy: string;
  readonly fixerPages: readonly string[];
  /** After signing in. */
  readonly fixerClicks: number;
  /** From the fixer's last click until the person's pane said that the mailbox is connected. */
  readonly secondsToConnected: number;
}

const resultsFolder = fileURLToPath(new URL("../../test-results/", import.meta.url));

/** Leaves the counts as `test-results/consent-walks.json` and, for people, `consent-walks.md`. */
export function writeConsentReport(walks: readonly WalkedClass[]): void {
  mkdirSync(resultsFolder, { recursive: true });
  writeFileSync(join(resultsFolder, "consent-walks.json"), `${JSON.stringify(walks, null, 2)}\n`);
  const rows = walks.map((walk) =>
    [
      walk.failureClass,
      walk.userPages.join(" → "),
      walk.userClicksBefore,
      walk.userClicksAfter,
      walk.userSignsInAgain ? "once" : "no",
      walk.fixedBy,
      walk.fixerPages.join(" → "),
      walk.fixerClicks,
      walk.secondsToConnected.toFixed(1),
    ].join(" | "),
  );
  const text = [
    "# From click to working mailbox, per failure class",
    "",
    "| failure class | pages the user saw at Microsoft | user's clicks before | user's clicks because of it | signs in again | fixed by | fixer's pages | fixer's clicks after signing in | seconds from the grant |",
    "|---|---|---|---|---|---|---|---|---|",
    ...rows.map((row) => `| ${row} |`),
    "",
  ].join("\n");
  writeFileSync(join(resultsFolder, "consent-walks.md"), text);
  console.log(text);
}

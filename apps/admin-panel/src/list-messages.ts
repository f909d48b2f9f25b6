import { defineMessages } from "@outrigger/ui";
import { formatCount } from "./count-of.ts";

/** Words that every list uses. */
export const listMessagesOf = defineMessages({
  sortBy: "Sort by",
  sortUp: (column: string) => `${column}, ascending`,
  sortDown: (column: string) => `${column}, descending`,
  never: "Never",
  nobody: "Nobody",
  previous: "Previous page",
  next: "Next page",
  range: (first: number, last: number, total: number) =>
    `${formatCount(first)}–${formatCount(last)} of ${formatCount(total)}`,
  cancel: "Cancel",
  close: "Close",
  copyCommand: "Copy the command",
});

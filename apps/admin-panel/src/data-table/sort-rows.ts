import type { Column, SortState } from "./column.ts";

/** A sorted copy; rows that compare equal keep their order. Without a sort, or for an unknown column, the rows as they came. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: SortState | undefined,
): Row[] {
  const compare = columns.find((column) => column.id === sort?.columnId)?.compare;
  if (!compare || !sort) return [...rows];
  const sign = sort.direction === "ascending" ? 1 : -1;
  return rows.toSorted((a, b) => sign * compare(a, b));
}

/** What a click on a column's heading does: sort by it, or turn the order round. */
export function toggleSort(sort: SortState | undefined, columnId: string): SortState {
  const isTurned = sort?.columnId === columnId && sort.direction === "ascending";
  return { columnId, direction: isTurned ? "descending" : "ascending" };
}

const collator = new Intl.Collator(undefined, { sensitivity: "base", numeric: true });

/** Names as a person sorts them: case and accents aside, 2 before 10. */
export function compareText(a: string | null, b: string | null): number {
  return collator.compare(a ?? "", b ?? "");
}

/** ISO instants, never first. */
export function compareInstants(a: string | null, b: string | null): number {
  return (a === null ? 0 : Date.parse(a)) - (b === null ? 0 : Date.parse(b));
}

/** The rows by group, groups in the order in which they first appear. */
export function groupRows<Row>(
  rows: readonly Row[],
  groupOf: (row: Row) => string,
): { group: string; rows: Row[] }[] {
  return [...Map.groupBy(rows, groupOf)].map(([group, members]) => ({ group, rows: members }));
}

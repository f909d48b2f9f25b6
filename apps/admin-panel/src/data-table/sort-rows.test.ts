import { expect, test } from "vitest";
import type { Column } from "./column.ts";
import { compareInstants, compareText, groupRows, sortRows, toggleSort } from "./sort-rows.ts";

interface Row {
  name: string;
  seenAt: string | null;
}

const columns: Column<Row>[] = [
  { id: "name", label: "", render: () => null, compare: (a, b) => compareText(a.name, b.name) },
  { id: "seen", label: "", render: () => null, compare: (a, b) => compareInstants(a.seenAt, b.seenAt) },
  { id: "unsortable", label: "", render: () => null },
];
const rows: Row[] = [
  { name: "zoë", seenAt: null },
  { name: "Adele", seenAt: "2026-11-23T10:00:00Z" },
  { name: "Alex 10", seenAt: "2026-11-22T10:00:00Z" },
  { name: "Alex 2", seenAt: null },
];
const namesOf = (sorted: Row[]) => sorted.map((row) => row.name);

test("sorts names as a person would, in both directions", () => {
  const sorted = namesOf(sortRows(rows, columns, { columnId: "name", direction: "ascending" }));
  expect(sorted).toEqual(["Adele", "Alex 2", "Alex 10", "zoë"]);
  expect(namesOf(sortRows(rows, columns, { columnId: "name", direction: "descending" }))).toEqual(
    sorted.toReversed(),
  );
});

test("puts what never happened before everything that did, and keeps the order of equals", () => {
  expect(namesOf(sortRows(rows, columns, { columnId: "seen", direction: "ascending" }))).toEqual([
    "zoë",
    "Alex 2",
    "Alex 10",
    "Adele",
  ]);
});

test.each(["unsortable", "unknown"])("leaves the rows as they came for the %s column", (columnId) => {
  expect(sortRows(rows, columns, { columnId, direction: "descending" })).toEqual(rows);
});

test("turns the order round on the second click, and starts anew on another column", () => {
  const once = toggleSort(undefined, "name");
  expect(once).toEqual({ columnId: "name", direction: "ascending" });
  const twice = toggleSort(once, "name");
  expect(twice.direction).toBe("descending");
  expect(toggleSort(twice, "seen")).toEqual({ columnId: "seen", direction: "ascending" });
});

test("keeps groups in the order in which they first appear", () => {
  expect(groupRows([3, 1, 2, 5], (value) => (value % 2 === 0 ? "even" : "odd"))).toEqual([
    { group: "odd", rows: [3, 1, 5] },
    { group: "even", rows: [2] },
  ]);
});

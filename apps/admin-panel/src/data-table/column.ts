import type { ReactNode } from "react";

export interface Column<Row> {
  id: string;
  label: string;
  render: (row: Row) => ReactNode;
  /** Ascending order; left out where an order means nothing. */
  compare?: (a: Row, b: Row) => number;
  /** Names the row, and heads its card in narrow windows; the first column does so where none is marked. */
  isTitle?: boolean;
  /** Share of the width, 1 by default. */
  grow?: number;
}

export interface SortState {
  columnId: string;
  direction: "ascending" | "descending";
}

export interface Selection {
  keys: ReadonlySet<string>;
  onChange: (keys: ReadonlySet<string>) => void;
  selectAllLabel: string;
  selectRowLabel: (rowLabel: string) => string;
}

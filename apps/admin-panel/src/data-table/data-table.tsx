import {
  mergeClasses,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  TableSelectionCell,
} from "@fluentui/react-components";
import type { ReactNode } from "react";
import { useIsNarrow } from "../use-is-narrow.ts";
import type { Column, Selection, SortState } from "./column.ts";
import { groupRows, sortRows, toggleSort } from "./sort-rows.ts";
import { SortPicker } from "./sort-picker.tsx";
import { useDataTableStyles } from "./use-data-table-styles.ts";

export interface DataTableProps<Row> {
  /** Names the table for screen readers. */
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string;
  /** Names a row in its checkbox. */
  nameOf?: (row: Row) => string;
  sort?: SortState | undefined;
  onSort?: (sort: SortState) => void;
  selection?: Selection;
  actionsOf?: (row: Row) => ReactNode;
  actionsLabel?: string;
  groupOf?: (row: Row) => string;
}

/** A table on wide windows; on narrow ones each row becomes a card with the columns' names in front of the values. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const styles = useDataTableStyles();
  const isNarrow = useIsNarrow();
  const sorted = sortRows(props.rows, props.columns, props.sort);
  const groups = props.groupOf ? groupRows(sorted, props.groupOf) : [{ group: "", rows: sorted }];
  const width =
    props.columns.length + (props.selection === undefined ? 0 : 1) + (props.actionsOf === undefined ? 0 : 1);
  return (
    <>
      {isNarrow ? <SortPicker columns={props.columns} sort={props.sort} onSort={props.onSort} /> : null}
      <Table
        noNativeElements
        sortable={!isNarrow && props.onSort !== undefined}
        aria-label={props.label}
        className={styles.table}
      >
        <HeaderRow {...props} isNarrow={isNarrow} />
        {groups.map(({ group, rows }) => (
          <TableBody key={group}>
            {group === "" ? null : (
              <TableRow className={styles.groupRow}>
                <TableCell role="rowheader" aria-colspan={width}>
                  {group}
                </TableCell>
              </TableRow>
            )}
            {rows.map((row) => (
              <BodyRow key={props.keyOf(row)} {...props} row={row} isNarrow={isNarrow} />
            ))}
          </TableBody>
        ))}
      </Table>
    </>
  );
}

type RowContext<Row> = DataTableProps<Row> & { isNarrow: boolean };

function HeaderRow<Row>(props: RowContext<Row>) {
  const styles = useDataTableStyles();
  const { columns, sort, onSort, selection, isNarrow } = props;
  return (
    <TableHeader className={isNarrow ? styles.visuallyHidden : undefined}>
      <TableRow>
        {selection && !isNarrow ? <SelectAllCell {...props} selection={selection} /> : null}
        {columns.map((column) => {
          const isSortable = !isNarrow && onSort !== undefined && column.compare !== undefined;
          return (
            <TableHeaderCell
              key={column.id}
              sortable={isSortable}
              style={{ flexGrow: column.grow ?? 1 }}
              className={styles.headerCell}
              {...(sort?.columnId === column.id ? { sortDirection: sort.direction } : {})}
              {...(isSortable ? { onClick: () => onSort(toggleSort(sort, column.id)) } : {})}
            >
              {column.label}
            </TableHeaderCell>
          );
        })}
        {props.actionsOf ? (
          <TableHeaderCell sortable={false} className={styles.actionsCell}>
            <span className={styles.visuallyHidden}>{props.actionsLabel}</span>
          </TableHeaderCell>
        ) : null}
      </TableRow>
    </TableHeader>
  );
}

function SelectAllCell<Row>({ rows, keyOf, selection }: RowContext<Row> & { selection: Selection }) {
  const styles = useDataTableStyles();
  const keys = rows.map(keyOf);
  const chosen = keys.filter((key) => selection.keys.has(key)).length;
  const isEveryChosen = keys.length > 0 && chosen === keys.length;
  function toggle() {
    // Rows of other pages stay chosen: only the keys of this page come and go.
    const next = new Set(selection.keys);
    for (const key of keys) {
      if (isEveryChosen) next.delete(key);
      else next.add(key);
    }
    selection.onChange(next);
  }
  return (
    <TableSelectionCell
      role="columnheader"
      className={styles.selectionCell}
      checked={isEveryChosen ? true : chosen > 0 ? "mixed" : false}
      checkboxIndicator={{ "aria-label": selection.selectAllLabel }}
      onClick={toggle}
    />
  );
}

function BodyRow<Row>(props: RowContext<Row> & { row: Row }) {
  const styles = useDataTableStyles();
  const { row, columns, selection, keyOf, nameOf, actionsOf, isNarrow } = props;
  const key = keyOf(row);
  const title = columns.find((column) => column.isTitle) ?? columns[0];
  const ordered = isNarrow && title ? [title, ...columns.filter((column) => column !== title)] : columns;
  const isChosen = selection?.keys.has(key) ?? false;
  function toggle() {
    const next = new Set(selection?.keys);
    if (isChosen) next.delete(key);
    else next.add(key);
    selection?.onChange(next);
  }
  return (
    <TableRow
      className={mergeClasses(
        styles.row,
        isNarrow && styles.card,
        isNarrow && actionsOf && styles.cardWithActions,
      )}
      appearance={isChosen ? "brand" : "none"}
    >
      {selection && !isNarrow ? (
        <TableSelectionCell
          className={styles.selectionCell}
          checked={isChosen}
          checkboxIndicator={{ "aria-label": selection.selectRowLabel(nameOf?.(row) ?? key) }}
          onClick={toggle}
        />
      ) : null}
      {ordered.map((column) => (
        <TableCell
          key={column.id}
          role={column === title ? "rowheader" : "cell"}
          style={isNarrow ? {} : { flexGrow: column.grow ?? 1 }}
          className={mergeClasses(
            styles.cell,
            isNarrow && styles.cardCell,
            isNarrow && column === title && styles.cardTitle,
          )}
        >
          {isNarrow && column !== title ? (
            <span className={styles.cardLabel} aria-hidden>
              {column.label}
            </span>
          ) : null}
          {column.render(row)}
        </TableCell>
      ))}
      {actionsOf ? (
        <TableCell className={isNarrow ? styles.cardActions : styles.actionsCell}>{actionsOf(row)}</TableCell>
      ) : null}
    </TableRow>
  );
}

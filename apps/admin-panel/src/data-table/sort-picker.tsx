import { Field, Select } from "@fluentui/react-components";
import { useLanguage } from "@outrigger/ui";
import { listMessagesOf } from "../list-messages.ts";
import type { Column, SortState } from "./column.ts";

export interface SortPickerProps<Row> {
  columns: readonly Column<Row>[];
  sort: SortState | undefined;
  onSort: ((sort: SortState) => void) | undefined;
}

/** Stands in for the sortable headings where the table has become cards. */
export function SortPicker<Row>({ columns, sort, onSort }: SortPickerProps<Row>) {
  const messages = listMessagesOf(useLanguage());
  const sortable = columns.filter((column) => column.compare !== undefined);
  if (!onSort || sortable.length === 0) return null;
  const chosen = sort ? `${sort.columnId} ${sort.direction}` : "";
  return (
    <Field label={messages.sortBy}>
      <Select
        value={chosen}
        onChange={(_event, { value }) => {
          const [columnId = "", direction] = value.split(" ");
          onSort({ columnId, direction: direction === "descending" ? "descending" : "ascending" });
        }}
      >
        {sortable.flatMap((column) => [
          <option key={`${column.id}-up`} value={`${column.id} ascending`}>
            {messages.sortUp(column.label)}
          </option>,
          <option key={`${column.id}-down`} value={`${column.id} descending`}>
            {messages.sortDown(column.label)}
          </option>,
        ])}
      </Select>
    </Field>
  );
}

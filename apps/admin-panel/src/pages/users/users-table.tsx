import { Button, Caption1 } from "@fluentui/react-components";
import { PeopleRegular, SearchRegular } from "@fluentui/react-icons";
import type { User } from "@outrigger/api-contract";
import { EmptyState, useLanguage } from "@outrigger/ui";
import { useState } from "react";
import type { Column, SortState } from "../../data-table/column.ts";
import { DataTable } from "../../data-table/data-table.tsx";
import { sortRows } from "../../data-table/sort-rows.ts";
import { Paging } from "../../paging.tsx";
import { lastPage, planPage, WINDOW_ROWS } from "./plan-page.ts";
import { UserActions } from "./user-actions.tsx";
import { usersMessagesOf } from "./users-messages.ts";
import type { UsersFilter } from "./use-users-filter.ts";

export interface UsersTableProps {
  answer: { users: User[]; total: number };
  filter: UsersFilter;
  columns: readonly Column<User>[];
  chosen: ReadonlyMap<string, string>;
  onChosen: (chosen: ReadonlyMap<string, string>) => void;
  onForceDelete: (user: User) => void;
}

/** One page of the users; sorting goes over everything that was fetched, before it is cut into pages. */
export function UsersTable(props: UsersTableProps) {
  const { answer, filter, columns, chosen, onChosen } = props;
  const messages = usersMessagesOf(useLanguage());
  const [sort, setSort] = useState<SortState>(
    filter.isStuckFirst
      ? { columnId: "stuckBecause", direction: "descending" }
      : { columnId: "name", direction: "ascending" },
  );
  if (answer.users.length === 0) return <NoUsers filter={filter} />;
  const isSearch = filter.settledText !== "";
  // A search answers with its best matches only; there is nothing to page to behind them.
  const total = isSearch ? answer.users.length : answer.total;
  const plan = planPage(filter.page);
  const rows = sortRows(answer.users, columns, sort).slice(plan.from, plan.to);
  const first = plan.windowOffset + plan.from + 1;
  function choose(keys: ReadonlySet<string>) {
    const known = new Map([...chosen, ...answer.users.map((user) => [user.id, user.email] as const)]);
    onChosen(new Map([...keys].map((key) => [key, known.get(key) ?? ""])));
  }
  return (
    <>
      <DataTable
        label={messages.tableLabel}
        rows={rows}
        columns={columns}
        keyOf={(user) => user.id}
        nameOf={(user) => user.displayName}
        sort={sort}
        onSort={setSort}
        selection={{
          keys: new Set(chosen.keys()),
          onChange: choose,
          selectAllLabel: messages.selectAll,
          selectRowLabel: messages.selectUser,
        }}
        actionsLabel={messages.actions}
        actionsOf={(user) => <UserActions user={user} onForceDelete={props.onForceDelete} />}
      />
      <Paging
        page={filter.page}
        lastPage={lastPage(total)}
        first={first}
        last={first + rows.length - 1}
        total={total}
        onPage={filter.onPage}
      />
      {isSearch && answer.total > answer.users.length ? (
        <Caption1>{messages.searchCut(answer.users.length, answer.total)}</Caption1>
      ) : null}
      {!isSearch && answer.total > WINDOW_ROWS ? (
        <Caption1>
          {messages.sortCovers(plan.windowOffset + 1, plan.windowOffset + answer.users.length)}
        </Caption1>
      ) : null}
    </>
  );
}

function NoUsers({ filter }: { filter: UsersFilter }) {
  const messages = usersMessagesOf(useLanguage());
  if (filter.settledText === "" && filter.state === undefined) {
    return (
      <EmptyState title={messages.emptyTitle} icon={<PeopleRegular />}>
        {messages.empty}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={messages.noMatchTitle}
      icon={<SearchRegular />}
      action={
        <Button
          onClick={() => {
            filter.onText("");
            filter.onState(undefined);
          }}
        >
          {messages.showEverybody}
        </Button>
      }
    >
      {messages.noMatch}
    </EmptyState>
  );
}

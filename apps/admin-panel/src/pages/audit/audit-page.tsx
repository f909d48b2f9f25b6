import { Field, makeStyles, SearchBox, tokens } from "@fluentui/react-components";
import { ClipboardTaskListLtrRegular, SearchRegular } from "@fluentui/react-icons";
import { listAuditEntries, type AuditEntry } from "@outrigger/api-contract";
import { callEndpoint, EmptyState, RelativeTime, useLanguage } from "@outrigger/ui";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Column, SortState } from "../../data-table/column.ts";
import { DataTable } from "../../data-table/data-table.tsx";
import { compareInstants, compareText } from "../../data-table/sort-rows.ts";
import { ListBody } from "../../list-body.tsx";
import { PageHeading } from "../../page-heading.tsx";
import { auditMessagesOf } from "./audit-messages.ts";
import { matchAuditEntries } from "./match-audit-entries.ts";

const ENTRIES_MAX = 500;

const useStyles = makeStyles({
  search: { maxWidth: "400px", marginBlockEnd: tokens.spacingVerticalM },
  searchBox: { width: "100%", maxWidth: "none" },
  action: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: "anywhere",
  },
});

/** The log of changes. */
export function AuditPage() {
  const messages = auditMessagesOf(useLanguage());
  const audit = useQuery({
    queryKey: ["audit"],
    queryFn: ({ signal }) => callEndpoint(listAuditEntries, { query: { limit: ENTRIES_MAX }, signal }),
  });
  return (
    <>
      <PageHeading title={messages.title} lead={messages.lead} />
      <ListBody query={audit}>
        {(answer) =>
          answer.entries.length === 0 ? (
            <EmptyState title={messages.emptyTitle} icon={<ClipboardTaskListLtrRegular />}>
              {messages.empty}
            </EmptyState>
          ) : (
            <AuditEntries entries={answer.entries} />
          )
        }
      </ListBody>
    </>
  );
}

function AuditEntries({ entries }: { entries: readonly AuditEntry[] }) {
  const styles = useStyles();
  const messages = auditMessagesOf(useLanguage());
  const columns = useAuditColumns();
  const [text, setText] = useState("");
  const [sort, setSort] = useState<SortState>({ columnId: "when", direction: "descending" });
  const found = matchAuditEntries(entries, text);
  return (
    <>
      <Field label={messages.search} className={styles.search}>
        <SearchBox
          className={styles.searchBox}
          value={text}
          onChange={(_event, { value }) => setText(value)}
        />
      </Field>
      {found.length === 0 ? (
        <EmptyState title={messages.noMatchTitle} icon={<SearchRegular />}>
          {messages.noMatch}
        </EmptyState>
      ) : (
        <DataTable
          label={messages.tableLabel}
          rows={found}
          columns={columns}
          keyOf={(entry) => entry.id}
          sort={sort}
          onSort={setSort}
        />
      )}
    </>
  );
}

function useAuditColumns(): Column<AuditEntry>[] {
  const styles = useStyles();
  const messages = auditMessagesOf(useLanguage());
  const actorOf = (entry: AuditEntry) => entry.actorName ?? messages.bySystem;
  return [
    {
      id: "what",
      label: messages.what,
      grow: 3,
      compare: (a, b) => compareText(a.summary, b.summary),
      render: (entry) => entry.summary,
    },
    {
      id: "who",
      label: messages.who,
      compare: (a, b) => compareText(actorOf(a), actorOf(b)),
      render: actorOf,
    },
    {
      id: "action",
      label: messages.action,
      grow: 1.4,
      compare: (a, b) => compareText(a.action, b.action),
      render: (entry) => <code className={styles.action}>{entry.action}</code>,
    },
    {
      id: "when",
      label: messages.when,
      compare: (a, b) => compareInstants(a.at, b.at),
      render: (entry) => <RelativeTime at={entry.at} />,
    },
  ];
}

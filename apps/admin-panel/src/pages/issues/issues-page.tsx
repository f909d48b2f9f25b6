import { Caption1, makeStyles, tokens } from "@fluentui/react-components";
import { CheckmarkCircleRegular } from "@fluentui/react-icons";
import { listIssues, type Issue } from "@outrigger/api-contract";
import { callEndpoint, EmptyState, RelativeTime, useLanguage } from "@outrigger/ui";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatCount } from "../../count-of.ts";
import type { Column, SortState } from "../../data-table/column.ts";
import { DataTable } from "../../data-table/data-table.tsx";
import { compareInstants, compareText } from "../../data-table/sort-rows.ts";
import { ListBody } from "../../list-body.tsx";
import { PageHeading } from "../../page-heading.tsx";
import { issuesMessagesOf } from "./issues-messages.ts";

const ISSUES_MAX = 200;

const useStyles = makeStyles({
  what: { display: "flex", flexDirection: "column" },
  code: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
});

/** The items that could not be saved. */
export function IssuesPage() {
  const messages = issuesMessagesOf(useLanguage());
  const columns = useIssueColumns();
  const [sort, setSort] = useState<SortState>({ columnId: "last", direction: "descending" });
  const issues = useQuery({
    queryKey: ["issues"],
    queryFn: ({ signal }) => callEndpoint(listIssues, { query: { limit: ISSUES_MAX }, signal }),
  });
  return (
    <>
      <PageHeading title={messages.title} lead={messages.lead} />
      <ListBody query={issues}>
        {(answer) =>
          answer.issues.length === 0 ? (
            <EmptyState title={messages.emptyTitle} icon={<CheckmarkCircleRegular />}>
              {messages.empty}
            </EmptyState>
          ) : (
            <>
              <DataTable
                label={messages.tableLabel}
                rows={answer.issues}
                columns={columns}
                keyOf={(issue) => issue.id}
                sort={sort}
                onSort={setSort}
              />
              {answer.total > answer.issues.length ? (
                <Caption1>{messages.shown(answer.issues.length, answer.total)}</Caption1>
              ) : null}
            </>
          )
        }
      </ListBody>
    </>
  );
}

function useIssueColumns(): Column<Issue>[] {
  const styles = useStyles();
  const messages = issuesMessagesOf(useLanguage());
  return [
    {
      id: "subject",
      label: messages.subject,
      grow: 1.5,
      compare: (a, b) => compareText(a.subject, b.subject),
      render: (issue) => issue.subject ?? messages.noSubject,
    },
    {
      id: "person",
      label: messages.person,
      compare: (a, b) => compareText(a.userDisplayName, b.userDisplayName),
      render: (issue) => issue.userDisplayName,
    },
    {
      id: "what",
      label: messages.what,
      grow: 2,
      compare: (a, b) => compareText(a.reason, b.reason),
      render: (issue) => (
        <span className={styles.what}>
          {issue.message}
          <span className={styles.code}>{issue.reason}</span>
        </span>
      ),
    },
    {
      id: "attempts",
      label: messages.attempts,
      grow: 0.5,
      compare: (a, b) => a.attempts - b.attempts,
      render: (issue) => formatCount(issue.attempts),
    },
    {
      id: "first",
      label: messages.first,
      compare: (a, b) => compareInstants(a.firstSeenAt, b.firstSeenAt),
      render: (issue) => <RelativeTime at={issue.firstSeenAt} />,
    },
    {
      id: "last",
      label: messages.last,
      compare: (a, b) => compareInstants(a.lastSeenAt, b.lastSeenAt),
      render: (issue) => <RelativeTime at={issue.lastSeenAt} />,
    },
  ];
}

import { Badge, makeStyles, tokens, type BadgeProps } from "@fluentui/react-components";
import { HistoryRegular } from "@fluentui/react-icons";
import { listRuns, type Run } from "@outrigger/api-contract";
import { callEndpoint, EmptyState, RelativeTime, useLanguage } from "@outrigger/ui";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatCount } from "../../count-of.ts";
import type { Column, SortState } from "../../data-table/column.ts";
import { DataTable } from "../../data-table/data-table.tsx";
import { compareInstants, compareText } from "../../data-table/sort-rows.ts";
import { ListBody } from "../../list-body.tsx";
import { PageHeading } from "../../page-heading.tsx";
import { formatDuration } from "./format-duration.ts";
import { runsMessagesOf } from "./runs-messages.ts";

const RUNS_MAX = 200;
const REFRESH_MS = 5_000;

const useStyles = makeStyles({
  outcome: { display: "flex", flexDirection: "column", alignItems: "start", gap: tokens.spacingVerticalXXS },
  failure: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

const colors: Readonly<Record<Run["outcome"], NonNullable<BadgeProps["color"]>>> = {
  running: "informative",
  finished: "success",
  failed: "danger",
  abandoned: "warning",
};

/** The latest runs of everybody's sync, kept up to date while the page is open. */
export function RunsPage() {
  const messages = runsMessagesOf(useLanguage());
  const columns = useRunColumns();
  const [sort, setSort] = useState<SortState>({ columnId: "started", direction: "descending" });
  const runs = useQuery({
    queryKey: ["runs"],
    queryFn: ({ signal }) => callEndpoint(listRuns, { query: { limit: RUNS_MAX }, signal }),
    refetchInterval: REFRESH_MS,
  });
  return (
    <>
      <PageHeading title={messages.title} lead={messages.lead} />
      <ListBody query={runs}>
        {(answer) =>
          answer.runs.length === 0 ? (
            <EmptyState title={messages.emptyTitle} icon={<HistoryRegular />}>
              {messages.empty}
            </EmptyState>
          ) : (
            <DataTable
              label={messages.tableLabel}
              rows={answer.runs}
              columns={columns}
              keyOf={(run) => run.id}
              sort={sort}
              onSort={setSort}
            />
          )
        }
      </ListBody>
    </>
  );
}

function useRunColumns(): Column<Run>[] {
  const messages = runsMessagesOf(useLanguage());
  const outcomes = {
    running: messages.running,
    finished: messages.finished,
    failed: messages.failed,
    abandoned: messages.abandoned,
  };
  const count = (id: string, label: string, countIn: (run: Run) => number): Column<Run> => ({
    id,
    label,
    grow: 0.8,
    compare: (a, b) => countIn(a) - countIn(b),
    render: (run) => formatCount(countIn(run)),
  });
  return [
    {
      id: "person",
      label: messages.person,
      grow: 1.3,
      compare: (a, b) => compareText(a.userDisplayName, b.userDisplayName),
      render: (run) => run.userDisplayName,
    },
    {
      id: "outcome",
      label: messages.outcome,
      grow: 1.8,
      compare: (a, b) => compareText(outcomes[a.outcome], outcomes[b.outcome]),
      render: (run) => <Outcome run={run} words={outcomes[run.outcome]} />,
    },
    {
      id: "started",
      label: messages.started,
      grow: 1.2,
      compare: (a, b) => compareInstants(a.startedAt, b.startedAt),
      render: (run) => <RelativeTime at={run.startedAt} />,
    },
    {
      id: "took",
      label: messages.took,
      compare: (a, b) => durationOf(a) - durationOf(b),
      render: (run) => (run.finishedAt === null ? messages.stillRunning : formatDuration(durationOf(run))),
    },
    count("examined", messages.examined, (run) => run.examinedCount),
    count("saved", messages.saved, (run) => run.savedCount),
    count("skipped", messages.skipped, (run) => run.skippedCount),
    count("issues", messages.issues, (run) => run.issueCount),
  ];
}

/** In milliseconds; a run that goes on counts as the longest. */
function durationOf(run: Run): number {
  return run.finishedAt === null
    ? Number.POSITIVE_INFINITY
    : Date.parse(run.finishedAt) - Date.parse(run.startedAt);
}

function Outcome({ run, words }: { run: Run; words: string }) {
  const styles = useStyles();
  return (
    <span className={styles.outcome}>
      <Badge appearance="tint" size="large" shape="rounded" color={colors[run.outcome]}>
        {words}
      </Badge>
      {run.failure === null ? null : <span className={styles.failure}>{run.failure}</span>}
    </span>
  );
}

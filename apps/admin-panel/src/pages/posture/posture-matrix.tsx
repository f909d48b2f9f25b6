import { Button, makeStyles, mergeClasses, tokens, typographyStyles } from "@fluentui/react-components";
import type { PostureCell, PostureOutcome, TenantPosture } from "@outrigger/api-contract";
import { useLanguage } from "@outrigger/ui";
import { useId, useState } from "react";
import { useIsNarrow } from "../../use-is-narrow.ts";
import { postureMessagesOf } from "./posture-messages.ts";

type Column = TenantPosture["columns"][number];
type Row = TenantPosture["rows"][number];

const useStyles = makeStyles({
  title: { ...typographyStyles.subtitle2, margin: 0 },
  hint: { margin: 0, marginBlockEnd: tokens.spacingVerticalM, color: tokens.colorNeutralForeground2 },
  scroll: {
    overflowX: "auto",
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  table: { borderCollapse: "collapse", width: "100%" },
  head: {
    textAlign: "start",
    verticalAlign: "bottom",
    padding: tokens.spacingHorizontalS,
    color: tokens.colorNeutralForeground2,
    fontWeight: tokens.fontWeightSemibold,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  notAsked: {
    display: "block",
    fontWeight: tokens.fontWeightRegular,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground3,
  },
  who: {
    textAlign: "start",
    verticalAlign: "top",
    padding: tokens.spacingHorizontalS,
    fontWeight: tokens.fontWeightSemibold,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    minWidth: "120px",
  },
  cell: {
    verticalAlign: "top",
    padding: tokens.spacingHorizontalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    minWidth: "104px",
  },
  cards: { listStyleType: "none", margin: 0, padding: 0 },
  card: { paddingBlock: tokens.spacingVerticalM, borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  cardTitle: { margin: 0, marginBlockEnd: tokens.spacingVerticalS, fontWeight: tokens.fontWeightSemibold },
  pairs: { margin: 0, display: "grid", gridTemplateColumns: "104px 1fr", gap: tokens.spacingVerticalS },
  pair: { margin: 0, minWidth: 0 },
  label: { color: tokens.colorNeutralForeground2 },
  good: { color: tokens.colorStatusSuccessForeground1 },
  asks: { color: tokens.colorNeutralForeground1 },
  bad: { color: tokens.colorStatusDangerForeground3 },
  unsure: { color: tokens.colorStatusWarningForeground3 },
  fold: { maxWidth: "40ch" },
  summary: { cursor: "pointer", borderRadius: tokens.borderRadiusSmall },
  why: { margin: 0, marginBlockStart: tokens.spacingVerticalXS, fontSize: tokens.fontSizeBase200 },
  setting: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground3,
    overflowWrap: "anywhere",
  },
});

/** Rows: who. Columns: what is asked. A cell: what they will see, and folded in it the setting that decides it. */
export function PostureMatrix({ tenant, name }: { tenant: TenantPosture; name: string }) {
  const styles = useStyles();
  const messages = postureMessagesOf(useLanguage());
  const isNarrow = useIsNarrow();
  const [isAll, setIsAll] = useState(false);
  const id = useId();
  const columns = tenant.columns.filter(({ isAsked }) => isAll || isAsked);
  return (
    <div>
      <h3 id={id} className={styles.title}>
        {messages.matrixTitle}
      </h3>
      <p className={styles.hint}>{messages.matrixHint}</p>
      {isNarrow ? (
        <Cards rows={tenant.rows} columns={columns} />
      ) : (
        // A wide table scrolls by itself, also with the keyboard; the page never does.
        <div className={styles.scroll} role="region" aria-labelledby={id} tabIndex={0}>
          <Matrix rows={tenant.rows} columns={columns} label={messages.matrixLabel(name)} />
        </div>
      )}
      {tenant.columns.every(({ isAsked }) => isAsked) ? null : (
        <Button appearance="transparent" onClick={() => setIsAll(!isAll)}>
          {isAll ? messages.showAsked : messages.showAll}
        </Button>
      )}
    </div>
  );
}

interface MatrixProps {
  rows: readonly Row[];
  columns: readonly Column[];
  label: string;
}

function Matrix({ rows, columns, label }: MatrixProps) {
  const styles = useStyles();
  const messages = postureMessagesOf(useLanguage());
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col" className={styles.head}>
            {messages.who}
          </th>
          {columns.map((column) => (
            <th key={column.kind} scope="col" className={styles.head}>
              <ColumnName column={column} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ person, cells }) => (
          <tr key={person}>
            <th scope="row" className={styles.who}>
              {messages.person(person)}
            </th>
            {columns.map(({ kind }) => (
              <td key={kind} className={styles.cell}>
                <Sees cell={cells.find((cell) => cell.kind === kind)} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** On a narrow window each kind of person is a card. */
function Cards({ rows, columns }: Omit<MatrixProps, "label">) {
  const styles = useStyles();
  const messages = postureMessagesOf(useLanguage());
  return (
    <ul className={styles.cards}>
      {rows.map(({ person, cells }) => (
        <li key={person} className={styles.card}>
          <h4 className={styles.cardTitle}>{messages.person(person)}</h4>
          <dl className={styles.pairs}>
            {columns.map((column) => (
              <Pair key={column.kind} column={column} cell={cells.find(({ kind }) => kind === column.kind)} />
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}

function Pair({ column, cell }: { column: Column; cell: PostureCell | undefined }) {
  const styles = useStyles();
  return (
    <>
      <dt className={mergeClasses(styles.pair, styles.label)}>
        <ColumnName column={column} />
      </dt>
      <dd className={styles.pair}>
        <Sees cell={cell} />
      </dd>
    </>
  );
}

function ColumnName({ column: { kind, isAsked } }: { column: Column }) {
  const styles = useStyles();
  const messages = postureMessagesOf(useLanguage());
  return (
    <>
      {messages.kind(kind)}
      {isAsked ? null : <span className={styles.notAsked}>{messages.notAsked}</span>}
    </>
  );
}

const tones: Readonly<Record<PostureOutcome, "good" | "asks" | "bad">> = {
  code: "good",
  consent_prompt: "asks",
  need_admin_approval: "bad",
  approval_request: "bad",
  error: "bad",
};

function Sees({ cell }: { cell: PostureCell | undefined }) {
  const styles = useStyles();
  const messages = postureMessagesOf(useLanguage());
  if (cell === undefined) return null;
  const isSure = cell.possible.length <= 1;
  const word = isSure ? messages.outcome(cell.outcome) : messages.notKnown;
  const tone = isSure ? styles[tones[cell.outcome]] : styles.unsure;
  if (isSure && cell.sentence === null) return <span className={tone}>{word}</span>;
  return (
    <details className={styles.fold}>
      <summary className={mergeClasses(styles.summary, tone)}>{word}</summary>
      {isSure ? null : (
        <p className={styles.why}>
          {messages.either(cell.possible)} {messages.hangsOn(cell.dependsOn)}
        </p>
      )}
      {cell.sentence === null ? null : <p className={styles.why}>{cell.sentence}</p>}
      {cell.setting === null ? null : (
        <p className={styles.why}>
          {messages.setting}:{" "}
          <span className={styles.setting}>
            {[cell.setting, cell.aadsts].filter((part) => part !== null).join(" · ")}
          </span>
        </p>
      )}
    </details>
  );
}

import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { useLanguage } from "@outrigger/ui";
import { formatCount } from "../../count-of.ts";
import { useIsNarrow } from "../../use-is-narrow.ts";
import { overviewMessagesOf } from "./overview-messages.ts";
import { planBars, type HourCount } from "./plan-bars.ts";

/** Near the drawn size, so that the words inside stay as large as those around. */
const WIDE = { area: { width: 720, height: 160 }, hoursPerLabel: 6 };
const NARROW = { area: { width: 230, height: 120 }, hoursPerLabel: 12 };
/** Room for the numbers left of the bars and the hours below them. */
const MARGIN = { start: 44, top: 8, bottom: 24 };

const useStyles = makeStyles({
  svg: { display: "block", width: "100%", height: "auto" },
  bar: { fill: tokens.colorBrandBackground },
  line: { stroke: tokens.colorNeutralStroke2 },
  label: { fill: tokens.colorNeutralForeground2, fontSize: "12px", fontFamily: tokens.fontFamilyBase },
  fold: { marginBlockStart: tokens.spacingVerticalM },
  summary: { cursor: "pointer", paddingBlock: tokens.spacingVerticalXS },
  table: { borderCollapse: "collapse" },
  cell: {
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalXXS} 0`,
    textAlign: "start",
    fontWeight: tokens.fontWeightRegular,
  },
  number: { textAlign: "end" },
});

/** Saved items per hour as bars, and the same numbers as a table for whoever prefers to read them. */
export function SavedPlot({ hours }: { hours: readonly HourCount[] }) {
  const styles = useStyles();
  const language = useLanguage();
  const messages = overviewMessagesOf(language);
  const { area, hoursPerLabel } = useIsNarrow() ? NARROW : WIDE;
  const { bars, top } = planBars(hours, area);
  const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
  const timeOf = (hour: string) => clock.format(new Date(hour));
  const total = hours.reduce((sum, hour) => sum + hour.count, 0);
  const busiest = hours.reduce<HourCount | undefined>(
    (best, hour) => (best === undefined || hour.count > best.count ? hour : best),
    undefined,
  );
  return (
    <>
      <svg
        role="img"
        aria-label={messages.plotLabel(total, busiest?.count ?? 0, busiest ? timeOf(busiest.hour) : "")}
        viewBox={`0 0 ${area.width + MARGIN.start} ${area.height + MARGIN.top + MARGIN.bottom}`}
        className={styles.svg}
      >
        <g transform={`translate(${MARGIN.start} ${MARGIN.top})`}>
          <line x1={0} x2={area.width} y1={0} y2={0} className={styles.line} />
          <line x1={0} x2={area.width} y1={area.height} y2={area.height} className={styles.line} />
          <text x={-8} y={4} textAnchor="end" className={styles.label}>
            {formatCount(top)}
          </text>
          <text x={-8} y={area.height + 4} textAnchor="end" className={styles.label}>
            0
          </text>
          {bars.map((bar, index) => (
            <g key={bar.hour}>
              <rect x={bar.x} y={bar.y} width={bar.width} height={bar.height} rx={2} className={styles.bar}>
                <title>{`${timeOf(bar.hour)}: ${formatCount(bar.count)}`}</title>
              </rect>
              {index % hoursPerLabel === 0 ? (
                <text x={bar.x} y={area.height + 18} className={styles.label}>
                  {timeOf(bar.hour)}
                </text>
              ) : null}
            </g>
          ))}
        </g>
      </svg>
      <SavedTable hours={hours} timeOf={timeOf} />
    </>
  );
}

interface SavedTableProps {
  hours: readonly HourCount[];
  timeOf: (hour: string) => string;
}

function SavedTable({ hours, timeOf }: SavedTableProps) {
  const styles = useStyles();
  const messages = overviewMessagesOf(useLanguage());
  return (
    <details className={styles.fold}>
      <summary className={styles.summary}>{messages.showTable}</summary>
      <table className={styles.table} aria-label={messages.tableLabel}>
        <thead>
          <tr>
            <th scope="col" className={styles.cell}>
              {messages.hour}
            </th>
            <th scope="col" className={styles.cell}>
              {messages.saved}
            </th>
          </tr>
        </thead>
        <tbody>
          {hours.map((hour) => (
            <tr key={hour.hour}>
              <th scope="row" className={styles.cell}>
                {timeOf(hour.hour)}
              </th>
              <td className={mergeClasses(styles.cell, styles.number)}>{formatCount(hour.count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

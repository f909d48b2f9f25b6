import { makeStyles, tokens } from "@fluentui/react-components";
import type { StillBlocked } from "@outrigger/api-contract";
import { useLanguage } from "@outrigger/ui";
import { listNames } from "../count-of.ts";
import { stillBlockedMessagesOf } from "./still-blocked-messages.ts";

const NAMES_SHOWN_MAX = 4;

const useStyles = makeStyles({
  list: {
    margin: 0,
    padding: 0,
    listStyleType: "none",
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalM,
  },
  item: {
    padding: tokens.spacingHorizontalL,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalXS,
    overflowWrap: "anywhere",
  },
  cause: { margin: 0, fontWeight: tokens.fontWeightSemibold },
  text: { margin: 0 },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2 },
});

/** Each cause with what to do, who does it, and whom it keeps out; in the order in which people meet them. */
export function FindingsList({ findings }: Pick<StillBlocked, "findings">) {
  const styles = useStyles();
  const messages = stillBlockedMessagesOf(useLanguage());
  return (
    <ol className={styles.list}>
      {findings.map(({ code, certainty, sentence, nextStep, whoActs, names }) => (
        <li key={code} className={styles.item}>
          <p className={styles.cause}>{certainty === "likely" ? messages.likely(sentence) : sentence}</p>
          <p className={styles.text}>{nextStep}</p>
          {whoActs.includes("nobody") ? null : (
            <p className={styles.quiet}>{messages.whoActs(whoActs.join(", "))}</p>
          )}
          {names.length === 0 ? null : (
            <p className={styles.quiet}>{messages.concerns(listNames(names, NAMES_SHOWN_MAX))}</p>
          )}
        </li>
      ))}
    </ol>
  );
}

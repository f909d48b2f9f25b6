import { makeStyles, tokens } from "@fluentui/react-components";
import { CopyButton } from "./copy-button.tsx";
import { messagesOf } from "./messages.ts";
import { useLanguage } from "./product-provider.tsx";

const useStyles = makeStyles({
  root: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  summary: {
    cursor: "pointer",
    paddingBlock: tokens.spacingVerticalXS,
    borderRadius: tokens.borderRadiusSmall,
  },
  line: { display: "flex", alignItems: "center", gap: tokens.spacingHorizontalS },
  text: { overflowWrap: "anywhere", fontFamily: tokens.fontFamilyMonospace, flexGrow: 1 },
});

/** The folded line with codes below the words: `AADSTS90094 · time · correlation id`, and a button to copy it. */
export function TechnicalDetails({ parts }: { parts: readonly (string | null | undefined)[] }) {
  const styles = useStyles();
  const messages = messagesOf(useLanguage());
  const line = parts.filter((part) => part !== null && part !== undefined && part !== "").join(" · ");
  if (line === "") return null;
  return (
    <details className={styles.root}>
      <summary className={styles.summary}>{messages.details}</summary>
      <div className={styles.line}>
        <span className={styles.text}>{line}</span>
        <CopyButton text={line} iconOnly />
      </div>
    </details>
  );
}

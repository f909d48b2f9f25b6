import { helpHrefOfCode } from "@outrigger/api-contract";
import { Link, makeStyles, tokens } from "@fluentui/react-components";
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

export interface TechnicalDetailsProps {
  parts: readonly (string | null | undefined)[];
  /** Leads to what help says of it. */
  code?: string | null | undefined;
}

/**
 * The folded line with codes below the words: `AADSTS90094 · time · correlation id`, a button to copy it, and the way to
 * the code's section in help.
 */
export function TechnicalDetails({ parts, code }: TechnicalDetailsProps) {
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
      {code ? (
        <Link href={helpHrefOfCode(code)} target="_blank" rel="noreferrer">
          {messages.aboutThisCode}
        </Link>
      ) : null}
    </details>
  );
}

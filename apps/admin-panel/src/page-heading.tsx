import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { useProduct } from "@outrigger/ui";
import { useEffect, useRef, type ReactNode } from "react";
import { takeNavigation } from "./admin/navigation-focus.ts";

const useStyles = makeStyles({
  root: { marginBlockEnd: tokens.spacingVerticalL },
  line: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    justifyContent: "space-between",
    gap: tokens.spacingHorizontalM,
  },
  heading: { ...typographyStyles.title2, margin: 0, outlineStyle: "none" },
  lead: {
    margin: 0,
    marginBlockStart: tokens.spacingVerticalXS,
    color: tokens.colorNeutralForeground2,
    maxWidth: "72ch",
  },
});

export interface PageHeadingProps {
  title: string;
  /** One sentence: what this page is for. */
  lead?: ReactNode;
  /** The page's primary action. */
  action?: ReactNode;
}

/** Names the page in the window's title and, after a click in the navigation, takes the focus. */
export function PageHeading({ title, lead, action }: PageHeadingProps) {
  const styles = useStyles();
  const { productName } = useProduct();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${productName}`;
  }, [title, productName]);
  useEffect(() => {
    if (takeNavigation()) heading.current?.focus();
  }, []);
  return (
    <header className={styles.root}>
      <div className={styles.line}>
        <h1 ref={heading} tabIndex={-1} className={styles.heading}>
          {title}
        </h1>
        {action}
      </div>
      {lead === undefined ? null : <p className={styles.lead}>{lead}</p>}
    </header>
  );
}

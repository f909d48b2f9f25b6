import { Card, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { useProduct } from "@outrigger/ui";
import { useEffect, type ReactNode } from "react";

const useStyles = makeStyles({
  page: {
    minHeight: "100vh",
    boxSizing: "border-box",
    display: "flex",
    flexDirection: "column",
    alignItems: "center",
    justifyContent: "center",
    gap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  card: { width: "100%", maxWidth: "480px", boxSizing: "border-box", gap: tokens.spacingVerticalL },
  product: { color: tokens.colorNeutralForeground2, fontWeight: tokens.fontWeightSemibold },
  title: { ...typographyStyles.title3, margin: 0 },
});

/** One message alone on the screen: a title, what it means, what to do. */
export function LoneCard({ title, children }: { title: string; children: ReactNode }) {
  const styles = useStyles();
  const { productName } = useProduct();
  useEffect(() => {
    document.title = `${title} · ${productName}`;
  }, [title, productName]);
  return (
    <main className={styles.page}>
      <Card className={styles.card} size="large">
        <span className={styles.product}>{productName}</span>
        <h1 className={styles.title}>{title}</h1>
        {children}
      </Card>
    </main>
  );
}

import { Skeleton, SkeletonItem, makeStyles, tokens } from "@fluentui/react-components";
import { messagesOf } from "./messages.ts";
import { useLanguage } from "./product-provider.tsx";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
});

/** Placeholders of the final size: `heights` in pixels, one block each, so that nothing jumps when the content comes. */
export function SkeletonBlocks({ heights, label }: { heights: readonly number[]; label?: string }) {
  const styles = useStyles();
  const messages = messagesOf(useLanguage());
  return (
    <Skeleton aria-label={label ?? messages.loading} className={styles.root}>
      {heights.map((height, index) => (
        <SkeletonItem key={index} style={{ height: `${height}px` }} />
      ))}
    </Skeleton>
  );
}

import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { ChevronLeftRegular, ChevronRightRegular } from "@fluentui/react-icons";
import { useLanguage } from "@outrigger/ui";
import { listMessagesOf } from "./list-messages.ts";

const useStyles = makeStyles({
  root: {
    display: "flex",
    alignItems: "center",
    justifyContent: "end",
    gap: tokens.spacingHorizontalS,
    marginBlockStart: tokens.spacingVerticalM,
  },
});

export interface PagingProps {
  /** Counts from 0. */
  page: number;
  lastPage: number;
  /** The shown rows, counted from 1. */
  first: number;
  last: number;
  total: number;
  onPage: (page: number) => void;
}

/** Turns the pages of a long list; not there for a short one. */
export function Paging({ page, lastPage, first, last, total, onPage }: PagingProps) {
  const styles = useStyles();
  const messages = listMessagesOf(useLanguage());
  if (lastPage === 0) return null;
  return (
    <div className={styles.root}>
      <span role="status">{messages.range(first, last, total)}</span>
      <Button
        icon={<ChevronLeftRegular />}
        aria-label={messages.previous}
        disabledFocusable={page === 0}
        onClick={() => onPage(page - 1)}
      />
      <Button
        icon={<ChevronRightRegular />}
        aria-label={messages.next}
        disabledFocusable={page >= lastPage}
        onClick={() => onPage(page + 1)}
      />
    </div>
  );
}

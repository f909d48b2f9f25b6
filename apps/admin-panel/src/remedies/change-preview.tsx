import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Button,
  makeStyles,
  tokens,
} from "@fluentui/react-components";
import { applyRemedy, type RemedyChange } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, isApiError, useLanguage } from "@outrigger/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { usePageStyles } from "../approval/use-page-styles.ts";
import { ChangeFacts } from "./change-facts.tsx";
import { remediesMessagesOf } from "./remedies-messages.ts";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM, minWidth: 0 },
  text: { margin: 0 },
  code: {
    margin: 0,
    padding: tokens.spacingHorizontalM,
    overflowX: "auto",
    maxHeight: "360px",
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
});

interface ChangePreviewProps {
  change: RemedyChange;
  onChange: (change: RemedyChange) => void;
  onLookAgain: () => void;
}

/** The exact change, before it is made. */
export function ChangePreview({ change, onChange, onLookAgain }: ChangePreviewProps) {
  const styles = useStyles();
  const pageStyles = usePageStyles();
  const messages = remediesMessagesOf(useLanguage());
  const client = useQueryClient();
  const apply = useMutation({
    mutationFn: () => callEndpoint(applyRemedy, { params: { changeId: change.id } }),
    onSuccess: (applied) => {
      onChange(applied);
      void client.invalidateQueries({ queryKey: ["remedies"] });
    },
  });
  const isNothing = change.requests.length === 0;
  return (
    <section className={styles.root}>
      <h2 className={pageStyles.sectionTitle}>{messages.changeTitle}</h2>
      <ChangeFacts facts={change.facts} isMade={false} />
      {isNothing ? <p className={styles.text}>{messages.nothingToDo}</p> : <Requests change={change} />}
      {apply.isError ? (
        <ErrorState
          error={apply.error}
          {...(isApiError(apply.error, "conflict") ? { onRetry: onLookAgain } : {})}
        />
      ) : null}
      {isNothing ? null : (
        <div>
          <Button
            appearance="primary"
            size="large"
            disabledFocusable={apply.isPending}
            onClick={() => (apply.isPending ? undefined : apply.mutate())}
          >
            {apply.isPending ? messages.applying : messages.apply}
          </Button>
        </div>
      )}
    </section>
  );
}

/** For whoever reads Graph: what is sent, word for word. */
export function Requests({ change }: { change: RemedyChange }) {
  const styles = useStyles();
  const messages = remediesMessagesOf(useLanguage());
  const text = change.requests
    .map(({ method, url, body }) => `${method} ${url}${body === null ? "" : `\n${body}`}`)
    .join("\n\n");
  return (
    <Accordion collapsible>
      <AccordionItem value="requests">
        <AccordionHeader as="h3">{messages.requests(change.requests.length)}</AccordionHeader>
        <AccordionPanel>
          <pre className={styles.code} tabIndex={0}>
            <code>{text}</code>
          </pre>
        </AccordionPanel>
      </AccordionItem>
    </Accordion>
  );
}

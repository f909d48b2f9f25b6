import { saveItem, type LookedUpItem, type SaveState } from "@outrigger/api-contract";
import { Button, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { CheckmarkCircleFilled } from "@fluentui/react-icons/svg/checkmark-circle";
import { callEndpoint, ErrorState, RelativeTime } from "@outrigger/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useHost } from "../host-context.ts";
import type { OpenMail } from "../office-host/index.ts";
import { useMessages } from "../use-messages.ts";
import { usePaneStyles } from "../views/pane-styles.ts";
import { findSaveTarget } from "./describe-people.ts";
import { itemKeyOf } from "./item-key.ts";
import { RecordLinkView } from "./record-link.tsx";

const useStyles = makeStyles({
  root: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalS,
    // The state may change while it is read: the place stays the same size.
    minHeight: "96px",
    boxSizing: "border-box",
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  line: { display: "flex", alignItems: "center", gap: tokens.spacingHorizontalS },
  saved: { color: tokens.colorStatusSuccessForeground1, fontSize: "20px", flexShrink: 0 },
  action: { width: "100%" },
});

/** Whether the open mail is in Salesforce, and the one thing to do about it. */
export function SaveSection({ mail, save }: { mail: OpenMail; save: SaveState }) {
  const styles = useStyles();
  const pane = usePaneStyles();
  const { messages } = useMessages();
  const saving = useSave(mail);
  const button = (
    <Button
      appearance="primary"
      className={mergeClasses(styles.action, pane.target)}
      disabledFocusable={saving.isPending}
      onClick={() => saving.mutate()}
    >
      {saving.isPending ? messages.saving : messages.save}
    </Button>
  );
  return (
    <section className={styles.root} aria-live="polite" aria-atomic="true">
      {describe(save)}
      {saving.isError ? <ErrorState title={messages.saveFailed} error={saving.error} /> : null}
    </section>
  );

  function describe(state: SaveState): ReactNode {
    switch (state.state) {
      case "saved":
        return <Saved save={state} />;
      case "not_saved":
        return (
          <>
            {button}
            <span className={pane.quiet}>{messages.saveHint}</span>
          </>
        );
      case "failed":
        return (
          <>
            <h2 className={pane.heading}>{messages.saveFailed}</h2>
            <p className={pane.text}>{state.reason}</p>
            {button}
          </>
        );
      case "internal":
        return <Sentence title={messages.internalOnly} text={messages.internalOnlyText} />;
      case "nobody_known":
        return <Sentence title={messages.nobodyKnown} text={messages.nobodyKnownText} />;
      default:
        return state satisfies never;
    }
  }
}

function Saved({ save }: { save: Extract<SaveState, { state: "saved" }> }) {
  const styles = useStyles();
  const pane = usePaneStyles();
  const { messages } = useMessages();
  return (
    <>
      <div className={styles.line}>
        <CheckmarkCircleFilled className={styles.saved} aria-hidden />
        <h2 className={pane.heading}>{messages.isSaved}</h2>
      </div>
      <p className={pane.text}>
        {messages.savedTo(findSaveTarget(save).name)} <RelativeTime at={save.savedAt} />
      </p>
      <RecordLinkView record={save.record} label={messages.openInSalesforce} />
    </>
  );
}

function Sentence({ title, text }: { title: string; text: string }) {
  const pane = usePaneStyles();
  return (
    <>
      <h2 className={pane.heading}>{title}</h2>
      <p className={pane.text}>{text}</p>
    </>
  );
}

function useSave(mail: OpenMail) {
  const host = useHost();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const content = await host.readContent(mail);
      const { conversationId, ...fields } = mail;
      return callEndpoint(saveItem, { body: { ...fields, ...content, conversationId } });
    },
    onSuccess: (save) => {
      queryClient.setQueryData(
        itemKeyOf(mail),
        (item: LookedUpItem | undefined) => item && { ...item, save },
      );
    },
  });
}

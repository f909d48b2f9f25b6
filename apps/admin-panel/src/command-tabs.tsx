import { Button, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { CopyButton, useLanguage } from "@outrigger/ui";
import { useId, useRef, useState, type KeyboardEvent } from "react";
import { listMessagesOf } from "./list-messages.ts";

const useStyles = makeStyles({
  tabs: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalXS },
  tab: { borderRadius: 0, fontWeight: tokens.fontWeightRegular },
  chosen: {
    fontWeight: tokens.fontWeightSemibold,
    boxShadow: `inset 0 -3px 0 ${tokens.colorCompoundBrandStroke}`,
  },
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

/**
 * The same act for people who trust their own shell: one tab per tool, arrow keys between them (ARIA practices,
 * tabs). Not Fluent's `TabList`: its focus sentinels fail axe's `aria-hidden-focus`.
 */
export function CommandTabs({ commands }: { commands: readonly { title: string; text: string }[] }) {
  const styles = useStyles();
  const messages = listMessagesOf(useLanguage());
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const command = commands[chosen];
  if (!command) return null;
  function move(event: KeyboardEvent) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (chosen + step + commands.length) % commands.length;
    setChosen(next);
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus();
  }
  return (
    <>
      <div role="tablist" ref={list} className={styles.tabs} onKeyDown={move}>
        {commands.map(({ title }, index) => (
          <Button
            key={title}
            role="tab"
            appearance="subtle"
            id={`${id}-${index}`}
            aria-selected={index === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={index === chosen ? 0 : -1}
            className={mergeClasses(styles.tab, index === chosen && styles.chosen)}
            onClick={() => setChosen(index)}
          >
            {title}
          </Button>
        ))}
      </div>
      <pre
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${chosen}`}
        tabIndex={0}
        className={styles.code}
      >
        <code>{command.text}</code>
      </pre>
      <div>
        <CopyButton appearance="secondary" label={messages.copyCommand} text={command.text} />
      </div>
    </>
  );
}

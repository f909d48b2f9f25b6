import { Button, makeStyles, type ButtonProps } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { CheckmarkRegular } from "@fluentui/react-icons/svg/checkmark";
import { CopyRegular } from "@fluentui/react-icons/svg/copy";
import { messagesOf } from "./messages.ts";
import { useLanguage } from "./product-provider.tsx";

export interface CopyButtonProps {
  /** What goes to the clipboard; a function may fetch it first. */
  text: string | (() => Promise<string>);
  /** Names the button; left out: "Copy". */
  label?: string | undefined;
  appearance?: ButtonProps["appearance"];
  /** Shows the icon alone; the label stays its accessible name. */
  iconOnly?: boolean | undefined;
  onCopied?: (() => void) | undefined;
  className?: string | undefined;
}

type CopyState = "idle" | "copied" | "failed";
const COPIED_SHOWN_MS = 3_000;

const useStyles = makeStyles({
  announcement: {
    position: "absolute",
    width: "1px",
    height: "1px",
    overflow: "hidden",
    clipPath: "inset(50%)",
    whiteSpace: "nowrap",
  },
});

/** Copies a text and says so, in sight and to screen readers. */
export function CopyButton({
  text,
  label,
  appearance = "subtle",
  iconOnly,
  onCopied,
  className,
}: CopyButtonProps) {
  const styles = useStyles();
  const messages = messagesOf(useLanguage());
  const [state, setState] = useState<CopyState>("idle");
  useEffect(() => {
    if (state === "idle") return undefined;
    const timer = setTimeout(() => setState("idle"), COPIED_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);

  async function copy() {
    try {
      await writeToClipboard(typeof text === "string" ? text : await text());
      setState("copied");
      onCopied?.();
    } catch {
      setState("failed");
    }
  }
  const name = label ?? messages.copy;
  const spoken = { idle: "", copied: messages.copied, failed: messages.copyFailed }[state];
  return (
    <>
      <Button
        {...(className === undefined ? {} : { className })}
        appearance={appearance}
        icon={state === "copied" ? <CheckmarkRegular /> : <CopyRegular />}
        aria-label={name}
        title={iconOnly ? name : undefined}
        onClick={() => void copy()}
      >
        {iconOnly ? null : state === "copied" ? messages.copied : name}
      </Button>
      <span role="status" className={state === "failed" ? undefined : styles.announcement}>
        {spoken}
      </span>
    </>
  );
}

/** Inside a host's frame the clipboard permission is often missing; the old command still works after a click. */
async function writeToClipboard(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch (cause) {
    const field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("readonly", "");
    field.style.position = "fixed";
    field.style.insetBlockStart = "-100px";
    const focused = document.activeElement;
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    if (focused instanceof HTMLElement) focused.focus();
    if (!isCopied) throw new Error("The clipboard refused the text.", { cause });
  }
}

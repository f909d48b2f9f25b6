import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { isApiError } from "./api-error.ts";
import { messagesOf } from "./messages.ts";
import { useLanguage } from "./product-provider.tsx";
import { TechnicalDetails } from "./technical-details.tsx";

const useStyles = makeStyles({
  root: {
    display: "flex",
    flexDirection: "column",
    alignItems: "start",
    gap: tokens.spacingVerticalXS,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorStatusDangerBorder1}`,
    backgroundColor: tokens.colorStatusDangerBackground1,
    color: tokens.colorNeutralForeground1,
  },
  title: { margin: 0, fontWeight: tokens.fontWeightSemibold },
  text: { margin: 0 },
});

export interface ErrorStateProps {
  error: unknown;
  /** Offers "Try again". */
  onRetry?: (() => void) | undefined;
  /** Says it in other words than the server's, where the screen knows better. */
  title?: string | undefined;
}

/** A failure in words, with a next step and, folded below, the codes. Announced at once. */
export function ErrorState({ error, onRetry, title }: ErrorStateProps) {
  const styles = useStyles();
  const messages = messagesOf(useLanguage());
  const said = describeError(error, messages);
  return (
    <div role="alert" className={styles.root}>
      <p className={styles.title}>{title ?? said.title}</p>
      {title === undefined ? null : <p className={styles.text}>{said.title}</p>}
      {said.nextStep === "" ? null : <p className={styles.text}>{said.nextStep}</p>}
      {onRetry ? <Button onClick={onRetry}>{messages.retry}</Button> : null}
      <TechnicalDetails parts={said.technical} code={said.code} />
    </div>
  );
}

/** The server's own sentence already carries the next step; the faults that only a client sees get theirs here. */
export function describeError(
  error: unknown,
  messages = messagesOf(),
): { title: string; nextStep: string; technical: string[]; code?: string } {
  if (!isApiError(error)) {
    return {
      title: messages.unknownFault,
      nextStep: messages.unknownFaultNextStep,
      technical: ["screen_fault"],
    };
  }
  const technical = [error.code, ...(error.status === 0 ? [] : [`HTTP ${error.status}`])];
  if (error.requestId !== undefined) technical.push(error.requestId);
  if (error.code === "network") {
    return { title: messages.network, nextStep: messages.networkNextStep, technical };
  }
  if (error.publicMessage === undefined) {
    return { title: messages.unexpectedAnswer, nextStep: messages.unexpectedAnswerNextStep, technical };
  }
  return { title: error.publicMessage, nextStep: "", technical, code: error.code };
}

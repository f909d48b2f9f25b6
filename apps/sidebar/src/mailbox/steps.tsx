import type { MailboxConnection } from "@outrigger/api-contract";
import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { CheckmarkCircleFilled } from "@fluentui/react-icons/svg/checkmark-circle";
import { CircleRegular } from "@fluentui/react-icons/svg/circle";
import { ClockRegular } from "@fluentui/react-icons/svg/clock";
import { RelativeTime } from "@outrigger/ui";
import { useMessages } from "../use-messages.ts";
import { usePaneStyles } from "../views/pane-styles.ts";
import { describeSteps, type Step } from "./describe-setup.ts";

const useStyles = makeStyles({
  root: {
    display: "grid",
    gridTemplateColumns: "repeat(3, minmax(0, 1fr))",
    gap: tokens.spacingHorizontalXS,
  },
  step: {
    display: "flex",
    flexDirection: "column",
    alignItems: "start",
    paddingTop: tokens.spacingVerticalXS,
    borderTop: `2px solid ${tokens.colorNeutralStroke1}`,
    overflowWrap: "anywhere",
  },
  done: { borderTopColor: tokens.colorStatusSuccessForeground1 },
  current: { borderTopColor: tokens.colorBrandStroke1 },
  to_come: {},
  name: {
    display: "flex",
    flexDirection: "column",
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  icon: { fontSize: "20px" },
  doneIcon: { color: tokens.colorStatusSuccessForeground1 },
});

const icons = { done: CheckmarkCircleFilled, current: ClockRegular, to_come: CircleRegular };

/** Asked → Approved → Connected, with who and when. */
export function Steps({ mailbox }: { mailbox: MailboxConnection }) {
  const styles = useStyles();
  const pane = usePaneStyles();
  const { messages } = useMessages();
  return (
    <ol aria-label={messages.steps} className={mergeClasses(pane.list, styles.root)}>
      {describeSteps(mailbox).map((step) => {
        const Icon = icons[step.state];
        return (
          <li
            key={step.name}
            className={mergeClasses(styles.step, styles[step.state])}
            aria-current={step.state === "current" ? "step" : undefined}
          >
            <span className={styles.name}>
              <Icon
                className={mergeClasses(styles.icon, step.state === "done" && styles.doneIcon)}
                aria-hidden
              />
              {messages[step.name]}
            </span>
            <span className={pane.quiet}>
              <StepFacts step={step} />
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function StepFacts({ step }: { step: Step }) {
  const { messages } = useMessages();
  if (step.state === "current") return messages.stepCurrent;
  if (step.state === "to_come") return messages.stepToCome;
  return (
    <>
      {step.by === null ? null : `${messages.stepBy(step.by)} `}
      {step.at === null ? null : <RelativeTime at={step.at} />}
    </>
  );
}

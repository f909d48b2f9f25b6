import { Button, makeStyles, mergeClasses, shorthands, tokens } from "@fluentui/react-components";
import { CheckmarkCircleRegular } from "@fluentui/react-icons/svg/checkmark-circle";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { InfoRegular } from "@fluentui/react-icons/svg/info";
import { WarningRegular } from "@fluentui/react-icons/svg/warning";
import type { ReactNode } from "react";

export type BarIntent = "success" | "info" | "warning";

const useStyles = makeStyles({
  root: {
    display: "grid",
    gridTemplateColumns: "20px minmax(0, 1fr) auto",
    gap: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalS}`,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground3,
    overflowWrap: "anywhere",
  },
  success: {
    backgroundColor: tokens.colorStatusSuccessBackground1,
    ...shorthands.borderColor(tokens.colorStatusSuccessBorder1),
  },
  info: {},
  warning: {
    backgroundColor: tokens.colorStatusWarningBackground1,
    ...shorthands.borderColor(tokens.colorStatusWarningBorder1),
  },
  icon: { fontSize: "20px", lineHeight: "20px", color: tokens.colorNeutralForeground2 },
  title: { fontWeight: tokens.fontWeightSemibold, margin: 0 },
  body: { gridColumnStart: 2, gridColumnEnd: 4 },
  actions: {
    gridColumnStart: 2,
    gridColumnEnd: 4,
    display: "flex",
    flexWrap: "wrap",
    gap: tokens.spacingHorizontalS,
    paddingTop: tokens.spacingVerticalXS,
  },
  dismiss: { minWidth: "44px", minHeight: "44px", margin: `-${tokens.spacingVerticalM}` },
});

const icons = { success: CheckmarkCircleRegular, info: InfoRegular, warning: WarningRegular };

export interface BarProps {
  intent: BarIntent;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  onDismiss?: (() => void) | undefined;
  dismissLabel?: string | undefined;
}

/** One line of state on top of the pane, with words and at most a few things to do. */
export function Bar({ intent, title, children, actions, onDismiss, dismissLabel }: BarProps) {
  const styles = useStyles();
  const Icon = icons[intent];
  return (
    <div className={mergeClasses(styles.root, styles[intent])}>
      <Icon className={styles.icon} aria-hidden />
      <p className={styles.title}>{title}</p>
      {onDismiss ? (
        <Button
          className={styles.dismiss}
          appearance="transparent"
          icon={<DismissRegular />}
          aria-label={dismissLabel}
          onClick={onDismiss}
        />
      ) : null}
      {children ? <div className={styles.body}>{children}</div> : null}
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </div>
  );
}

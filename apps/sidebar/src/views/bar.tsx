import { Button, makeStyles, mergeClasses, shorthands, tokens } from "@fluentui/react-components";
import { CheckmarkCircleRegular } from "@fluentui/react-icons/svg/checkmark-circle";
import { ChevronUpRegular } from "@fluentui/react-icons/svg/chevron-up";
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
  /** A whole panel in the colour of a warning would be loud; the edge is enough. */
  open: { backgroundColor: tokens.colorNeutralBackground1 },
  icon: { fontSize: "20px", lineHeight: "20px", color: tokens.colorNeutralForeground2 },
  title: { fontWeight: tokens.fontWeightSemibold, margin: 0 },
  // Beside the icon while it is a sentence; over the whole width where a panel opens in it.
  body: { gridColumnStart: 2, gridColumnEnd: 4 },
  wideBody: { gridColumnStart: 1, gridColumnEnd: 4, paddingTop: tokens.spacingVerticalS },
  actions: {
    gridColumnStart: 2,
    gridColumnEnd: 4,
    display: "flex",
    flexWrap: "wrap",
    gap: tokens.spacingHorizontalS,
    paddingTop: tokens.spacingVerticalXS,
  },
  // The target is larger than the line it stands in.
  corner: {
    marginTop: "-12px",
    marginBottom: "-12px",
    marginInlineEnd: "-12px",
    minWidth: "44px",
    minHeight: "44px",
  },
});

const icons = { success: CheckmarkCircleRegular, info: InfoRegular, warning: WarningRegular };

export interface BarProps {
  intent: BarIntent;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  /** More than a sentence: it takes the whole width. */
  isPanel?: boolean | undefined;
  /** A button in the upper corner that takes the bar, or its content, away. */
  corner?: { label: string; icon: "dismiss" | "fold"; onClick: () => void } | undefined;
}

/** One line of state on top of the pane, with words and at most a few things to do. */
export function Bar({ intent, title, children, actions, isPanel = false, corner }: BarProps) {
  const styles = useStyles();
  const Icon = icons[intent];
  const isOpen = isPanel || corner?.icon === "fold";
  return (
    <div className={mergeClasses(styles.root, styles[intent], isOpen && styles.open)}>
      <Icon className={styles.icon} aria-hidden />
      <p className={styles.title}>{title}</p>
      {corner ? (
        <Button
          className={styles.corner}
          appearance="transparent"
          icon={corner.icon === "fold" ? <ChevronUpRegular /> : <DismissRegular />}
          aria-label={corner.label}
          title={corner.label}
          aria-expanded={corner.icon === "fold" ? true : undefined}
          onClick={corner.onClick}
        />
      ) : null}
      {children ? <div className={isOpen ? styles.wideBody : styles.body}>{children}</div> : null}
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </div>
  );
}

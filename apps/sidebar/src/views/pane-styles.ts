import { makeStyles, tokens } from "@fluentui/react-components";

/** What the pane's parts have in common: touch targets of 44 px and quiet headings. */
export const usePaneStyles = makeStyles({
  target: { minHeight: "44px" },
  menuTarget: { minHeight: "44px", alignItems: "center" },
  iconTarget: { minHeight: "44px", minWidth: "44px" },
  column: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM },
  heading: {
    margin: 0,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  text: { margin: 0 },
  list: { margin: 0, padding: 0, listStyleType: "none" },
});

import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";

/** What the parts of this page have in common. */
export const usePartStyles = makeStyles({
  part: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM, minWidth: 0 },
  title: { ...typographyStyles.subtitle1, margin: 0 },
  subtitle: { ...typographyStyles.subtitle2, margin: 0 },
  text: { margin: 0, maxWidth: "72ch" },
  action: { alignSelf: "flex-start" },
  summary: { cursor: "pointer", paddingBlock: tokens.spacingVerticalS },
  folded: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM },
  code: {
    margin: 0,
    padding: tokens.spacingHorizontalM,
    maxHeight: "360px",
    overflow: "auto",
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  field: { maxWidth: "560px" },
});

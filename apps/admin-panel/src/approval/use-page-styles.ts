import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";

/** The frame that the request and its result share. */
export const usePageStyles = makeStyles({
  page: {
    maxWidth: "1240px",
    marginInline: "auto",
    boxSizing: "border-box",
    padding: `${tokens.spacingVerticalXL} ${tokens.spacingHorizontalXXL}`,
    "@media (max-width: 40em)": {
      padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalL}`,
    },
  },
  title: { ...typographyStyles.title2, margin: 0, textWrap: "balance" },
  sectionTitle: { ...typographyStyles.subtitle2, margin: 0 },
});

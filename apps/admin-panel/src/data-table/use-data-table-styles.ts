import { makeStyles, tokens } from "@fluentui/react-components";

export const useDataTableStyles = makeStyles({
  table: { minWidth: 0, backgroundColor: "transparent" },
  row: { alignItems: "stretch", minHeight: "44px" },
  headerCell: {
    flexBasis: 0,
    minWidth: 0,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
  },
  cell: {
    flexBasis: 0,
    minWidth: 0,
    paddingBlock: tokens.spacingVerticalXS,
    overflowWrap: "anywhere",
    height: "auto",
    minHeight: "44px",
  },
  selectionCell: { height: "auto", alignSelf: "center" },
  actionsCell: { flex: "0 0 48px", justifyContent: "end", paddingInline: 0 },
  groupRow: {
    backgroundColor: tokens.colorNeutralBackground3,
    fontWeight: tokens.fontWeightSemibold,
    ":hover": { backgroundColor: tokens.colorNeutralBackground3 },
  },
  card: {
    position: "relative",
    flexDirection: "column",
    paddingBlock: tokens.spacingVerticalS,
  },
  cardWithActions: { paddingInlineEnd: "48px" },
  cardCell: {
    flexBasis: "auto",
    display: "flex",
    flexWrap: "wrap",
    alignItems: "baseline",
    columnGap: tokens.spacingHorizontalS,
    minHeight: 0,
    paddingBlock: tokens.spacingVerticalXXS,
  },
  cardTitle: { fontWeight: tokens.fontWeightSemibold },
  cardLabel: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    flex: "0 0 88px",
  },
  cardActions: { position: "absolute", insetBlockStart: "4px", insetInlineEnd: 0, width: "auto", padding: 0 },
  visuallyHidden: {
    position: "absolute",
    width: "1px",
    height: "1px",
    overflow: "hidden",
    clipPath: "inset(50%)",
    whiteSpace: "nowrap",
  },
});

import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import type { Feature } from "@outrigger/api-contract";
import { useLanguage } from "@outrigger/ui";
import type { Column } from "../../data-table/column.ts";
import { DataTable } from "../../data-table/data-table.tsx";
import { ClaimValue } from "../../permission-columns.tsx";
import { tierMessagesOf } from "./tier-messages.ts";

const useStyles = makeStyles({
  title: { ...typographyStyles.subtitle2, margin: 0, marginBlockEnd: tokens.spacingVerticalS },
  values: { display: "flex", flexWrap: "wrap", columnGap: tokens.spacingHorizontalS },
});

/** Each feature with its tier, its permissions, and whether it works today. */
export function FeaturesTable({ features }: { features: Feature[] }) {
  const styles = useStyles();
  const messages = tierMessagesOf(useLanguage());
  const columns: Column<Feature>[] = [
    {
      id: "feature",
      isTitle: true,
      label: messages.feature,
      grow: 2,
      render: ({ feature }) => messages[feature],
    },
    { id: "from", label: messages.from, render: ({ lowestTier }) => messages[lowestTier] },
    {
      id: "permissions",
      label: messages.permissions,
      grow: 2,
      render: ({ scopes }) =>
        scopes.length === 0 ? (
          messages.noPermissions
        ) : (
          <span className={styles.values}>
            {scopes.map((scope) => (
              <ClaimValue key={scope} value={scope} />
            ))}
          </span>
        ),
    },
    { id: "status", label: messages.status, grow: 1.2, render: ({ availability }) => messages[availability] },
  ];
  return (
    <>
      <h3 className={styles.title}>{messages.featuresTitle}</h3>
      <DataTable
        label={messages.featuresTitle}
        rows={features}
        columns={columns}
        keyOf={({ feature }) => feature}
      />
    </>
  );
}

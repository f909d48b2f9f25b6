import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { getPermissionTier, type PermissionTier, type TierChoice } from "@outrigger/api-contract";
import { callEndpoint, useLanguage } from "@outrigger/ui";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ListBody } from "../../list-body.tsx";
import { useIsNarrow } from "../../use-is-narrow.ts";
import { ChooseTierDialog } from "./choose-tier-dialog.tsx";
import { FeaturesTable } from "./features-table.tsx";
import { TenantChanges } from "./tenant-changes.tsx";
import { TierCards } from "./tier-cards.tsx";
import { tierMessagesOf } from "./tier-messages.ts";
import { TierTable } from "./tier-table.tsx";

export const tierKey = ["permissions", "tier"] as const;

const useStyles = makeStyles({
  root: { marginBlockEnd: tokens.spacingVerticalXXXL },
  title: { ...typographyStyles.subtitle1, margin: 0 },
  lead: {
    margin: 0,
    marginBlockEnd: tokens.spacingVerticalM,
    color: tokens.colorNeutralForeground2,
    maxWidth: "72ch",
  },
});

/** How much the organization lets the product ask, what follows from it, and the way to another choice. */
export function TierPart() {
  const styles = useStyles();
  const messages = tierMessagesOf(useLanguage());
  const choice = useQuery({
    queryKey: tierKey,
    queryFn: ({ signal }) => callEndpoint(getPermissionTier, { signal }),
  });
  return (
    <section className={styles.root}>
      <h2 className={styles.title}>{messages.title}</h2>
      <p className={styles.lead}>{messages.lead}</p>
      <ListBody query={choice} skeleton={[420]}>
        {(answer) => <Choice choice={answer} />}
      </ListBody>
    </section>
  );
}

function Choice({ choice }: { choice: TierChoice }) {
  const isNarrow = useIsNarrow();
  const [choosing, setChoosing] = useState<PermissionTier>();
  const Tiers = isNarrow ? TierCards : TierTable;
  return (
    <>
      <Tiers choice={choice} onChoose={setChoosing} />
      <TenantChanges choice={choice} />
      <FeaturesTable features={choice.features} />
      {choosing ? (
        <ChooseTierDialog choice={choice} tier={choosing} onClose={() => setChoosing(undefined)} />
      ) : null}
    </>
  );
}

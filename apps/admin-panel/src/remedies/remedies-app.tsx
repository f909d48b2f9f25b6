import { makeStyles, tokens } from "@fluentui/react-components";
import { getRemedies, type RemedyChange } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, isApiError, SkeletonBlocks, useLanguage } from "@outrigger/ui";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { LoneCard } from "../lone-card.tsx";
import { remediesMessagesOf } from "./remedies-messages.ts";
import { RemedyScreen } from "./remedy-screen.tsx";
import { StillBlocked } from "./still-blocked.tsx";

const useStyles = makeStyles({
  alone: { maxWidth: "760px", marginInline: "auto", padding: tokens.spacingHorizontalXL },
  text: { margin: 0 },
});

/** Where Microsoft sends an administrator back to: the exact change, made with their own sign-in. */
export function RemediesApp() {
  const styles = useStyles();
  const messages = remediesMessagesOf(useLanguage());
  const [isSignedOut, setIsSignedOut] = useState(false);
  const [change, setChange] = useState<RemedyChange>();
  const overview = useQuery({
    queryKey: ["remedies"],
    queryFn: ({ signal }) => callEndpoint(getRemedies, { signal }),
    retry: false,
    enabled: !isSignedOut,
  });
  if (isSignedOut) {
    return (
      <LoneCard title={messages.signedOutTitle}>
        <p className={styles.text}>{messages.signedOut}</p>
      </LoneCard>
    );
  }
  if (isApiError(overview.error, "administrator_session_required")) {
    return (
      <LoneCard title={messages.endedTitle}>
        <p className={styles.text}>{messages.ended}</p>
        <p className={styles.text}>{messages.endedNothing}</p>
      </LoneCard>
    );
  }
  if (!overview.data) {
    return (
      <main className={styles.alone}>
        {overview.isError ? (
          <ErrorState error={overview.error} onRetry={() => void overview.refetch()} />
        ) : (
          <SkeletonBlocks heights={[40, 24, 24, 96, 48]} />
        )}
      </main>
    );
  }
  const signedOut = () => setIsSignedOut(true);
  return overview.data.remedy === null ? (
    <StillBlocked overview={overview.data} onSignedOut={signedOut} />
  ) : (
    <RemedyScreen
      overview={overview.data}
      remedy={overview.data.remedy}
      change={change}
      onChange={setChange}
      onSignedOut={signedOut}
    />
  );
}

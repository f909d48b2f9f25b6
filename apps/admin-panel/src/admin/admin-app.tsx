import { getSession, type Session } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, isApiError, SkeletonBlocks } from "@outrigger/ui";
import { makeStyles, tokens } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { AdminRoutes } from "./admin-routes.tsx";
import { AdminShell } from "./admin-shell.tsx";
import { ForbiddenScreen } from "./forbidden-screen.tsx";
import { SignInScreen } from "./sign-in-screen.tsx";

const useStyles = makeStyles({
  alone: { maxWidth: "640px", marginInline: "auto", padding: tokens.spacingHorizontalXL },
});

/** Who is there decides what is shown: the sign-in, the reason why not, or the panel. */
export function AdminApp() {
  const styles = useStyles();
  const session = useQuery({
    queryKey: ["session"],
    queryFn: ({ signal }) => callEndpoint(getSession, { signal }),
    // A session that has just ended must not keep the panel of the last visitor on the screen.
    refetchOnWindowFocus: "always",
  });
  if (isApiError(session.error, "not_signed_in")) return <SignInScreen />;
  if (session.data) return <SignedIn session={session.data} />;
  return (
    <main className={styles.alone}>
      {session.isError ? (
        <ErrorState error={session.error} onRetry={() => void session.refetch()} />
      ) : (
        <SkeletonBlocks heights={[40, 24, 44, 44, 44]} />
      )}
    </main>
  );
}

function SignedIn({ session }: { session: Session }) {
  if (!session.user.isAdmin) return <ForbiddenScreen session={session} />;
  return (
    <AdminShell session={session}>
      <AdminRoutes />
    </AdminShell>
  );
}

import { makeStyles, tokens } from "@fluentui/react-components";
import { PlugDisconnectedRegular } from "@fluentui/react-icons/svg/plug-disconnected";
import { EmptyState, ErrorState, SkeletonBlocks } from "@outrigger/ui";
import { HostContext } from "./host-context.ts";
import { mailSkeletonHeights } from "./item/open-selection-view.tsx";
import { NoticesProvider } from "./notices.tsx";
import type { OfficeHost } from "./office-host/index.ts";
import { useSession } from "./session/use-session.ts";
import { useMessages } from "./use-messages.ts";
import { PaneHeader } from "./views/pane-header.tsx";
import { SignedIn } from "./views/signed-in.tsx";
import { SignedOut } from "./views/signed-out.tsx";

const useStyles = makeStyles({ main: { padding: tokens.spacingHorizontalM } });

/** The pane: `host` is undefined where the page was opened outside of Outlook. */
export function App({ host }: { host: OfficeHost | undefined }) {
  if (!host) return <NotInOutlook />;
  return (
    <HostContext value={host}>
      <NoticesProvider>
        <SessionGate />
      </NoticesProvider>
    </HostContext>
  );
}

function SessionGate() {
  const styles = useStyles();
  const session = useSession();
  if (session.isError && session.data === undefined) {
    return (
      <>
        <PaneHeader />
        <main className={styles.main}>
          <ErrorState error={session.error} onRetry={() => void session.refetch()} />
        </main>
      </>
    );
  }
  if (session.data === undefined) return <PaneSkeleton />;
  return session.data === null ? (
    <SignedOut />
  ) : (
    <SignedIn key={session.data.user.id} session={session.data} />
  );
}

/** The pane's outline in its final sizes. */
export function PaneSkeleton() {
  const styles = useStyles();
  return (
    <>
      <PaneHeader />
      <main className={styles.main}>
        <SkeletonBlocks heights={mailSkeletonHeights} />
      </main>
    </>
  );
}

function NotInOutlook() {
  const { messages, shortName } = useMessages();
  return (
    <>
      <PaneHeader />
      <main>
        <EmptyState icon={<PlugDisconnectedRegular />} title={messages.notInOutlook}>
          {messages.notInOutlookText(shortName)}
        </EmptyState>
      </main>
    </>
  );
}

import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { authorizeAdministrator, listRemedyChanges, type RemedyChange } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, RelativeTime, useLanguage, useProduct } from "@outrigger/ui";
import { useMutation, useQuery } from "@tanstack/react-query";
import { remediesMessagesOf } from "../../remedies/remedies-messages.ts";
import { safeLink } from "../../safe-link.ts";
import { approvalsMessagesOf } from "./approvals-messages.ts";

const useStyles = makeStyles({
  root: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalS,
    marginBlockStart: tokens.spacingVerticalXXL,
  },
  title: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400 },
  list: { listStyleType: "none", margin: 0, padding: 0 },
  item: {
    display: "flex",
    flexWrap: "wrap",
    gap: tokens.spacingHorizontalM,
    alignItems: "center",
    paddingBlock: tokens.spacingVerticalS,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  words: { flex: "1 1 240px", overflowWrap: "anywhere" },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** What administrators had changed in the tenants; whoever has the role takes it back after signing in at Microsoft. */
export function TenantChanges() {
  const styles = useStyles();
  const messages = approvalsMessagesOf(useLanguage());
  const changes = useQuery({
    queryKey: ["remedy-changes"],
    queryFn: async ({ signal }) => (await callEndpoint(listRemedyChanges, { signal })).changes,
  });
  if (changes.isError) return <ErrorState error={changes.error} onRetry={() => void changes.refetch()} />;
  if (changes.data === undefined || changes.data.length === 0) return null;
  return (
    <section className={styles.root}>
      <h2 className={styles.title}>{messages.tenantChanges}</h2>
      <ul className={styles.list}>
        {changes.data.map((change) => (
          <li key={change.id} className={styles.item}>
            <ChangeLine change={change} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function ChangeLine({ change }: { change: RemedyChange }) {
  const styles = useStyles();
  const language = useLanguage();
  const messages = approvalsMessagesOf(language);
  const remedyMessages = remediesMessagesOf(language);
  const { productName } = useProduct();
  const goThere = useMutation({
    mutationFn: async () => {
      const { code, tenantId } = change;
      const { url } = await callEndpoint(authorizeAdministrator, { body: { purpose: code, tenantId } });
      const address = safeLink(url);
      if (address === undefined) throw new Error("The server named an address that no browser should go to.");
      location.assign(address);
    },
  });
  const isBusy = goThere.isPending || goThere.isSuccess;
  return (
    <>
      <span className={styles.words}>
        {remedyMessages.titleOf(change.code, productName, messages.theTenant)}
        <br />
        <span className={styles.quiet}>
          {remedyMessages.stateOf(change.state)}, {remedyMessages.madeBy(change.actorName)},{" "}
          <RelativeTime at={change.previewedAt} />
        </span>
      </span>
      {change.state === "undone" ? null : (
        <Button disabledFocusable={isBusy} onClick={() => (isBusy ? undefined : goThere.mutate())}>
          {messages.lookOrUndo}
        </Button>
      )}
      {goThere.isError ? <ErrorState error={goThere.error} /> : null}
    </>
  );
}

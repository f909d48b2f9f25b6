import { Button, makeStyles, MessageBar, MessageBarBody, tokens } from "@fluentui/react-components";
import type { TenantPosture } from "@outrigger/api-contract";
import { ErrorState, RelativeTime, useLanguage, useProduct } from "@outrigger/ui";
import { postureMessagesOf } from "./posture-messages.ts";
import type { TenantReadingActions } from "./use-tenant-reading.ts";

const useStyles = makeStyles({
  line: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    justifyContent: "space-between",
    gap: tokens.spacingHorizontalM,
    marginBlockStart: tokens.spacingVerticalS,
  },
  words: { margin: 0, maxWidth: "72ch" },
  quiet: {
    margin: 0,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    maxWidth: "72ch",
  },
  bar: { marginBlockStart: tokens.spacingVerticalS },
});

/** When the tenant was read, by whom, and how to read it again: the page's primary action. */
export function ReadingLine({ tenant, actions }: { tenant: TenantPosture; actions: TenantReadingActions }) {
  const styles = useStyles();
  const messages = postureMessagesOf(useLanguage());
  const { productName } = useProduct();
  const { reading, tenantId } = tenant;
  const reader = actions.reader?.tenantId === tenantId ? actions.reader : undefined;
  const { read, signIn, signOut } = actions;
  const isBusy = read.isPending || signIn.isPending;
  const label = reading === null ? messages.readFirst : messages.readAgain;
  return (
    <>
      {reading === null ? (
        <MessageBar className={styles.bar} layout="multiline">
          <MessageBarBody>{messages.notRead(productName)}</MessageBarBody>
        </MessageBar>
      ) : null}
      <div className={styles.line}>
        <div>
          {reading === null ? null : (
            <p className={styles.words}>
              {messages.readAt} <RelativeTime at={reading.readAt} />,{" "}
              {messages.readBy(reading.source, reading.readerName)}.
            </p>
          )}
          {reader === undefined ? (
            <p className={styles.quiet}>{messages.readWhy}</p>
          ) : (
            <p className={styles.quiet}>
              {messages.signedInAs(reader.displayName)}{" "}
              <Button size="small" appearance="transparent" onClick={() => signOut.mutate()}>
                {messages.signOut}
              </Button>
            </p>
          )}
        </div>
        <Button
          appearance="primary"
          disabledFocusable={isBusy}
          onClick={() =>
            reader === undefined ? signIn.mutate({ purpose: "read_tenant", tenantId }) : read.mutate()
          }
        >
          {read.isPending ? messages.reading : signIn.isPending ? messages.goingToMicrosoft : label}
        </Button>
      </div>
      <span role="status" />
      {read.isError ? <ErrorState error={read.error} /> : null}
      {signIn.isError ? <ErrorState error={signIn.error} /> : null}
    </>
  );
}

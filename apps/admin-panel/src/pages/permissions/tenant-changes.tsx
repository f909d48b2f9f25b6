import { Button, Card, Field, Input, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { askForAddedPermissions, type TierChoice } from "@outrigger/api-contract";
import { callEndpoint, CopyButton, ErrorState, useLanguage } from "@outrigger/ui";
import { useMutation } from "@tanstack/react-query";
import { ClaimValue } from "../../permission-columns.tsx";
import { tierMessagesOf } from "./tier-messages.ts";

type Tenant = TierChoice["tenants"][number];

const useStyles = makeStyles({
  list: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalM,
    "&:not(:empty)": { marginBlockEnd: tokens.spacingVerticalXXL },
  },
  title: { ...typographyStyles.subtitle2, margin: 0 },
  text: { margin: 0, maxWidth: "72ch" },
  values: { display: "flex", flexWrap: "wrap", columnGap: tokens.spacingHorizontalM },
  action: { alignSelf: "flex-start" },
  command: {
    margin: 0,
    padding: tokens.spacingHorizontalM,
    maxWidth: "100%",
    overflowX: "auto",
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
  },
  link: { display: "flex", flexWrap: "wrap", alignItems: "end", gap: tokens.spacingHorizontalS },
  field: { flexGrow: 1, minWidth: 0 },
});

/** Where a Microsoft organization's grants and the choice differ: what is missing, and what is left over. */
export function TenantChanges({ choice }: { choice: TierChoice }) {
  const styles = useStyles();
  return (
    <div className={styles.list}>
      {choice.tenants
        .filter(({ lackingCount }) => lackingCount > 0)
        .map((tenant) => (
          <Added key={tenant.tenantId} tenant={tenant} />
        ))}
      {choice.tenants
        .filter(({ noLongerAsked }) => noLongerAsked.length > 0)
        .map((tenant) => (
          <LeftOver key={tenant.tenantId} tenant={tenant} />
        ))}
    </div>
  );
}

function Added({ tenant }: { tenant: Tenant }) {
  const styles = useStyles();
  const messages = tierMessagesOf(useLanguage());
  const asking = useMutation({
    mutationFn: () => callEndpoint(askForAddedPermissions, { body: { tenantId: tenant.tenantId } }),
  });
  return (
    <Card>
      <h3 className={styles.title}>{messages.addedTitle(tenant.displayName ?? tenant.tenantId)}</h3>
      <p className={styles.text}>{messages.added(tenant.lackingCount)}</p>
      <Values values={tenant.lacking} />
      <p className={styles.text}>{asking.data ? messages.askedText : messages.addedText}</p>
      {asking.isError ? <ErrorState error={asking.error} /> : null}
      {asking.data ? (
        <div className={styles.link}>
          <Field className={styles.field} label={messages.linkLabel}>
            <Input readOnly value={asking.data.link} />
          </Field>
          <CopyButton text={asking.data.link} label={messages.copyLink} appearance="primary" />
        </div>
      ) : (
        <Button
          className={styles.action}
          appearance="primary"
          disabledFocusable={asking.isPending}
          onClick={() => asking.mutate()}
        >
          {messages.ask}
        </Button>
      )}
    </Card>
  );
}

function LeftOver({ tenant }: { tenant: Tenant }) {
  const styles = useStyles();
  const messages = tierMessagesOf(useLanguage());
  return (
    <Card>
      <h3 className={styles.title}>{messages.takeBackTitle(tenant.displayName ?? tenant.tenantId)}</h3>
      <Values values={tenant.noLongerAsked} />
      <p className={styles.text}>{messages.takeBackText}</p>
      <pre className={styles.command} tabIndex={0} aria-label={messages.copyCommand}>
        {tenant.takeBackCommand}
      </pre>
      <div className={styles.action}>
        <CopyButton text={tenant.takeBackCommand} label={messages.copyCommand} />
      </div>
    </Card>
  );
}

function Values({ values }: { values: string[] }) {
  const styles = useStyles();
  return (
    <div className={styles.values}>
      {values.map((value) => (
        <ClaimValue key={value} value={value} />
      ))}
    </div>
  );
}

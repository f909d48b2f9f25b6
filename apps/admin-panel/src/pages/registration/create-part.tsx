import { Link, makeStyles, Radio, RadioGroup, tokens } from "@fluentui/react-components";
import { type Registration } from "@outrigger/api-contract";
import { CopyButton, useLanguage } from "@outrigger/ui";
import { useState } from "react";
import { CommandTabs } from "../../command-tabs.tsx";
import type { Column } from "../../data-table/column.ts";
import { DataTable } from "../../data-table/data-table.tsx";
import { ClaimValue } from "../../permission-columns.tsx";
import { registrationMessagesOf } from "./registration-messages.ts";
import { usePartStyles } from "./use-part-styles.ts";

type Permission = Registration["permissions"][number];

const useStyles = makeStyles({
  uris: { margin: 0, padding: 0, listStyleType: "none" },
  uri: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    columnGap: tokens.spacingHorizontalS,
    overflowWrap: "anywhere",
  },
  steps: {
    margin: 0,
    paddingInlineStart: tokens.spacingHorizontalXL,
    maxWidth: "72ch",
    overflowWrap: "anywhere",
  },
});

/** Everything that makes the registration: by hand, by manifest or by command. */
export function CreatePart({ registration }: { registration: Registration }) {
  const part = usePartStyles();
  const styles = useStyles();
  const messages = registrationMessagesOf(useLanguage());
  const [audience, setAudience] = useState<string>("AzureADMyOrg");
  const variant = registration.variants.find((candidate) => candidate.audience === audience);
  if (!variant) return null;
  return (
    <section className={part.part}>
      <h2 className={part.title}>{messages.createTitle}</h2>
      <RadioGroup
        aria-label={messages.audience}
        value={audience}
        onChange={(_event, { value }) => setAudience(value)}
      >
        <Radio value="AzureADMyOrg" label={messages.oneTenant} />
        <Radio value="AzureADMultipleOrgs" label={messages.severalTenants} />
      </RadioGroup>
      <h3 className={part.subtitle}>{messages.redirectUris}</h3>
      <ul className={styles.uris}>
        {registration.redirectUris.map((uri) => (
          <li key={uri} className={styles.uri}>
            <ClaimValue value={uri} />
            <CopyButton text={uri} label={`${messages.copy} ${uri}`} iconOnly />
          </li>
        ))}
      </ul>
      <h3 className={part.subtitle}>{messages.steps}</h3>
      <ol className={styles.steps}>
        {variant.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <Link className={part.action} href={registration.portalUrl} target="_blank" rel="noopener noreferrer">
        {messages.openPortal}
      </Link>
      <h3 className={part.subtitle}>{messages.commands}</h3>
      <CommandTabs commands={variant.commands} />
      <details>
        <summary className={part.summary}>{messages.manifest}</summary>
        <div className={part.folded}>
          <Manifest title={messages.graphManifest} text={variant.application} />
          <Manifest title={messages.portalManifest} text={variant.manifest} />
        </div>
      </details>
      <details>
        <summary className={part.summary}>{messages.permissions}</summary>
        <div className={part.folded}>
          <p className={part.text}>{messages.permissionsText}</p>
          <Permissions permissions={registration.permissions} />
        </div>
      </details>
    </section>
  );
}

function Manifest({ title, text }: { title: string; text: string }) {
  const part = usePartStyles();
  const messages = registrationMessagesOf(useLanguage());
  return (
    <>
      <h4 className={part.subtitle}>{title}</h4>
      <pre className={part.code} tabIndex={0} aria-label={title}>
        {text}
      </pre>
      <div className={part.action}>
        <CopyButton text={text} label={`${messages.copy}: ${title}`} />
      </div>
    </>
  );
}

function Permissions({ permissions }: { permissions: Permission[] }) {
  const messages = registrationMessagesOf(useLanguage());
  const columns: Column<Permission>[] = [
    {
      id: "value",
      isTitle: true,
      label: messages.value,
      render: ({ value }) => <ClaimValue value={value} />,
    },
    { id: "id", label: messages.id, grow: 1.6, render: ({ id }) => <ClaimValue value={id} /> },
    { id: "api", label: messages.api, render: ({ apiName }) => apiName },
  ];
  return (
    <DataTable label={messages.permissions} rows={permissions} columns={columns} keyOf={({ id }) => id} />
  );
}

import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { listPermissions, type PostureGrant, type TenantPosture } from "@outrigger/api-contract";
import { callEndpoint, RelativeTime, useLanguage } from "@outrigger/ui";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Column, SortState } from "../../data-table/column.ts";
import { DataTable } from "../../data-table/data-table.tsx";
import { compareText } from "../../data-table/sort-rows.ts";
import { ListBody } from "../../list-body.tsx";
import { ClaimValue, usePermissionColumns } from "../../permission-columns.tsx";
import { postureMessagesOf } from "./posture-messages.ts";

const useStyles = makeStyles({
  title: { ...typographyStyles.subtitle2, margin: 0 },
  hint: { margin: 0, marginBlockEnd: tokens.spacingVerticalS, color: tokens.colorNeutralForeground2 },
  list: {
    margin: 0,
    paddingInlineStart: tokens.spacingHorizontalXL,
    marginBlockEnd: tokens.spacingVerticalM,
  },
});

/** What is granted, with the Entra admin center's columns; before a reading, what tokens prove. */
export function PostureGrants({ tenant, name }: { tenant: TenantPosture; name: string }) {
  const styles = useStyles();
  const messages = postureMessagesOf(useLanguage());
  const { grants, requests, credentials } = tenant;
  return (
    <div>
      <h3 className={styles.title}>{messages.grantsTitle}</h3>
      {grants === null ? (
        <ProvenGrants tenantId={tenant.tenantId} name={name} />
      ) : grants.length === 0 ? (
        <p className={styles.hint}>{messages.grantsNone}</p>
      ) : (
        <>
          <p className={styles.hint}>{messages.grantedByHint}</p>
          <GrantsTable grants={grants} label={messages.grantsLabel(name)} />
        </>
      )}
      {requests.length === 0 ? null : (
        <>
          <h4>{messages.requestsTitle}</h4>
          <ul className={styles.list}>
            {requests.map((request) => (
              <li key={`${request.requestedBy} ${request.createdAt}`}>
                {[request.requestedBy, request.reason, request.status].filter(Boolean).join(" · ")}
              </li>
            ))}
          </ul>
        </>
      )}
      {credentials.length === 0 ? null : (
        <>
          <h4>{messages.secretsTitle}</h4>
          <ul className={styles.list}>
            {credentials.map(({ displayName, endsAt }) => (
              <li key={`${displayName} ${endsAt}`}>
                {messages.secretEnds(displayName)} {endsAt === "" ? null : <RelativeTime at={endsAt} />}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function GrantsTable({ grants, label }: { grants: readonly PostureGrant[]; label: string }) {
  const [sort, setSort] = useState<SortState>();
  return (
    <DataTable
      label={label}
      rows={grants}
      columns={useGrantColumns()}
      keyOf={(grant) => `${grant.apiName} ${grant.claimValue} ${grant.principalName ?? ""}`}
      groupOf={(grant) => grant.apiName}
      sort={sort}
      onSort={setSort}
    />
  );
}

function useGrantColumns(): Column<PostureGrant>[] {
  const messages = postureMessagesOf(useLanguage());
  const through = ({ principalName }: PostureGrant) =>
    principalName === null ? messages.adminConsent : messages.userConsent(principalName);
  return [
    { id: "apiName", label: messages.apiName, render: ({ apiName }) => apiName },
    {
      id: "claimValue",
      label: messages.claimValue,
      isTitle: true,
      grow: 1.6,
      compare: (a, b) => compareText(a.claimValue, b.claimValue),
      render: ({ claimValue }) => <ClaimValue value={claimValue} />,
    },
    {
      id: "permission",
      label: messages.permission,
      grow: 1.6,
      compare: (a, b) => compareText(a.permission, b.permission),
      render: ({ permission }) => permission,
    },
    { id: "type", label: messages.type, grow: 0.8, render: ({ type }) => type },
    {
      id: "through",
      label: messages.grantedThrough,
      grow: 1.2,
      compare: (a, b) => compareText(through(a), through(b)),
      render: through,
    },
    {
      id: "by",
      label: messages.grantedBy,
      grow: 1.3,
      render: ({ grantedBy }) => grantedBy ?? messages.notTold,
    },
    {
      id: "when",
      label: messages.when,
      render: ({ grantedAt }) => (grantedAt === null ? messages.notTold : <RelativeTime at={grantedAt} />),
    },
  ];
}

/** What the tokens of connected people prove, where nobody has read the grants. */
function ProvenGrants({ tenantId, name }: { tenantId: string; name: string }) {
  const styles = useStyles();
  const messages = postureMessagesOf(useLanguage());
  const columns = usePermissionColumns();
  const permissions = useQuery({
    queryKey: ["permissions"],
    queryFn: ({ signal }) => callEndpoint(listPermissions, { signal }),
  });
  return (
    <>
      <p className={styles.hint}>{messages.grantsUnread}</p>
      <ListBody query={permissions}>
        {({ tenants }) => (
          <DataTable
            label={messages.grantsLabel(name)}
            rows={tenants.find((tenant) => tenant.tenantId === tenantId)?.permissions ?? []}
            columns={columns}
            keyOf={(grant) => `${grant.apiName} ${grant.claimValue}`}
          />
        )}
      </ListBody>
    </>
  );
}

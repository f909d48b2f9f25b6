import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { KeyMultipleRegular } from "@fluentui/react-icons";
import { listPermissions } from "@outrigger/api-contract";
import { callEndpoint, EmptyState, RelativeTime, useLanguage } from "@outrigger/ui";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { z } from "zod";
import { listNames } from "../../count-of.ts";
import type { Column, SortState } from "../../data-table/column.ts";
import { DataTable } from "../../data-table/data-table.tsx";
import { compareInstants } from "../../data-table/sort-rows.ts";
import { ListBody } from "../../list-body.tsx";
import { listMessagesOf } from "../../list-messages.ts";
import { PageHeading } from "../../page-heading.tsx";
import { usePermissionColumns } from "../../permission-columns.tsx";
import { permissionsPageMessagesOf } from "./permissions-page-messages.ts";
import { TierPart } from "./tier-part.tsx";

type Tenant = z.output<typeof listPermissions.output>["tenants"][number];
type Grant = Tenant["permissions"][number];

const NAMES_SHOWN_MAX = 3;

const useStyles = makeStyles({
  tenant: { marginBlockEnd: tokens.spacingVerticalXXL },
  part: { ...typographyStyles.subtitle1, margin: 0, marginBlockEnd: tokens.spacingVerticalS },
  name: { ...typographyStyles.subtitle2, margin: 0, marginBlockEnd: tokens.spacingVerticalS },
  id: {
    margin: 0,
    marginBlockEnd: tokens.spacingVerticalM,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    overflowWrap: "anywhere",
  },
});

/** One table per Microsoft organization, grouped by API as Entra's own page does it. */
export function PermissionsPage() {
  const styles = useStyles();
  const messages = permissionsPageMessagesOf(useLanguage());
  const permissions = useQuery({
    queryKey: ["permissions", "granted"],
    queryFn: ({ signal }) => callEndpoint(listPermissions, { signal }),
  });
  return (
    <>
      <PageHeading title={messages.title} lead={messages.lead} />
      <TierPart />
      <h2 className={styles.part}>{messages.grantedTitle}</h2>
      <ListBody query={permissions}>
        {(answer) =>
          answer.tenants.length === 0 ? (
            <EmptyState title={messages.emptyTitle} icon={<KeyMultipleRegular />}>
              {messages.empty}
            </EmptyState>
          ) : (
            answer.tenants.map((tenant) => <TenantPermissions key={tenant.tenantId} tenant={tenant} />)
          )
        }
      </ListBody>
    </>
  );
}

function TenantPermissions({ tenant }: { tenant: Tenant }) {
  const styles = useStyles();
  const messages = permissionsPageMessagesOf(useLanguage());
  const columns = useGrantColumns();
  const [sort, setSort] = useState<SortState>();
  const name = tenant.displayName ?? tenant.tenantId;
  return (
    <section className={styles.tenant}>
      <h3 className={styles.name}>{name}</h3>
      {tenant.displayName === null ? null : <p className={styles.id}>{tenant.tenantId}</p>}
      {tenant.permissions.length === 0 ? (
        <p>{messages.noPermissions}</p>
      ) : (
        <DataTable
          label={messages.tableLabel(name)}
          rows={tenant.permissions}
          columns={columns}
          keyOf={(grant) => `${grant.apiName} ${grant.claimValue}`}
          groupOf={(grant) => grant.apiName}
          sort={sort}
          onSort={setSort}
        />
      )}
    </section>
  );
}

function useGrantColumns(): Column<Grant>[] {
  const language = useLanguage();
  const messages = permissionsPageMessagesOf(language);
  const lists = listMessagesOf(language);
  return [
    ...usePermissionColumns<Grant>(),
    {
      id: "confirmedFor",
      label: messages.confirmedFor,
      grow: 1.5,
      render: (grant) => {
        const names = grant.confirmedForNames;
        if (names.length === 0) return lists.nobody;
        return <span title={names.join(", ")}>{listNames(names, NAMES_SHOWN_MAX)}</span>;
      },
    },
    {
      id: "when",
      label: messages.when,
      compare: (a, b) => compareInstants(a.confirmedAt, b.confirmedAt),
      render: (grant) => (grant.confirmedAt === null ? lists.never : <RelativeTime at={grant.confirmedAt} />),
    },
  ];
}

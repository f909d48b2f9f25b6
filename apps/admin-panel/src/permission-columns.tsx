import { Badge, makeStyles, tokens, type BadgeProps } from "@fluentui/react-components";
import type { AskedPermission } from "@outrigger/api-contract";
import { useLanguage } from "@outrigger/ui";
import type { Column } from "./data-table/column.ts";
import { compareText } from "./data-table/sort-rows.ts";
import { permissionsMessagesOf } from "./permissions-messages.ts";

const useStyles = makeStyles({
  value: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: "anywhere" },
  chip: { height: "auto", minHeight: "24px", whiteSpace: "normal", textAlign: "start", paddingBlock: "2px" },
});

const colors: Readonly<Record<AskedPermission["status"], NonNullable<BadgeProps["color"]>>> = {
  not_granted: "subtle",
  reported: "warning",
  confirmed: "success",
};

/** The columns of Entra's own "Admin consent" tab, and what we know of each grant. The claim value names the row. */
export function usePermissionColumns<Row extends AskedPermission>(): Column<Row>[] {
  const messages = permissionsMessagesOf(useLanguage());
  return [
    {
      id: "apiName",
      label: messages.apiName,
      compare: (a, b) => compareText(a.apiName, b.apiName),
      render: (permission) => permission.apiName,
    },
    {
      id: "claimValue",
      isTitle: true,
      label: messages.claimValue,
      grow: 1.9,
      compare: (a, b) => compareText(a.claimValue, b.claimValue),
      render: (permission) => <ClaimValue value={permission.claimValue} />,
    },
    {
      id: "permission",
      label: messages.permission,
      grow: 2,
      compare: (a, b) => compareText(a.permission, b.permission),
      render: (permission) => permission.permission.trim(),
    },
    { id: "type", label: messages.type, grow: 0.9, render: (permission) => permission.type },
    {
      id: "status",
      label: messages.status,
      compare: (a, b) => compareText(a.status, b.status),
      render: (permission) => <GrantChip status={permission.status} />,
    },
  ];
}

export function ClaimValue({ value }: { value: string }) {
  return <code className={useStyles().value}>{value}</code>;
}

function GrantChip({ status }: { status: AskedPermission["status"] }) {
  const styles = useStyles();
  const messages = permissionsMessagesOf(useLanguage());
  const words = {
    not_granted: messages.statusNotGranted,
    reported: messages.statusReported,
    confirmed: messages.statusConfirmed,
  };
  return (
    <Badge className={styles.chip} appearance="tint" size="large" shape="rounded" color={colors[status]}>
      {words[status]}
    </Badge>
  );
}

import type { AskedPermission } from "@outrigger/api-contract";
import { useLanguage } from "@outrigger/ui";
import type { Column } from "../data-table/column.ts";
import { ClaimValue } from "../permission-columns.tsx";
import { permissionsMessagesOf } from "../permissions-messages.ts";

/** What is asked, one by one, before anything is granted: the grant's status would only say "no" nine times. */
export function useExplainedColumns(): Column<AskedPermission>[] {
  const messages = permissionsMessagesOf(useLanguage());
  return [
    {
      id: "claimValue",
      label: messages.claimValue,
      grow: 1.4,
      render: (permission) => <ClaimValue value={permission.claimValue} />,
    },
    { id: "apiName", label: messages.apiName, render: (permission) => permission.apiName },
    {
      id: "permission",
      label: messages.permission,
      grow: 1.5,
      render: (permission) => permission.permission.trim(),
    },
    { id: "type", label: messages.type, grow: 0.7, render: (permission) => permission.type },
    { id: "usedFor", label: messages.usedFor, grow: 2, render: (permission) => permission.usedFor },
    { id: "withoutIt", label: messages.withoutIt, grow: 1.7, render: (permission) => permission.withoutIt },
  ];
}

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
    {
      id: "permission",
      label: messages.microsoftSays,
      grow: 2,
      render: ({ permission, microsoftText }) => (
        <span>
          <strong>{permission.trim()}</strong>
          <br />
          {microsoftText}
        </span>
      ),
    },
    {
      id: "type",
      label: messages.type,
      render: (permission) => `${permission.type}, ${permission.apiName}`,
    },
    { id: "usedFor", label: messages.usedFor, grow: 2, render: (permission) => permission.usedFor },
    { id: "withoutIt", label: messages.withoutIt, grow: 1.7, render: (permission) => permission.withoutIt },
    {
      id: "lesserChoice",
      label: messages.lesserChoice,
      grow: 1.7,
      render: ({ lesserChoice }) =>
        lesserChoice === null ? (
          messages.noLesserChoice
        ) : (
          <span>
            <ClaimValue value={lesserChoice.claimValue} />
            <br />
            {lesserChoice.whatChanges}
          </span>
        ),
    },
  ];
}

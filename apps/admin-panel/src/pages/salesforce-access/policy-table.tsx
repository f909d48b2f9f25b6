import type { SalesforceApp } from "@outrigger/api-contract";
import { useLanguage } from "@outrigger/ui";
import { DataTable } from "../../data-table/data-table.tsx";
import { salesforcePageMessagesOf } from "./salesforce-access-page-messages.ts";

type Policy = SalesforceApp["policies"][number];

/** How the app's policies should stand, and why. */
export function PolicyTable({ policies }: { policies: readonly Policy[] }) {
  const messages = salesforcePageMessagesOf(useLanguage());
  return (
    <DataTable
      label={messages.policies}
      rows={policies}
      keyOf={({ setting }) => setting}
      columns={[
        { id: "setting", label: messages.setting, render: ({ setting }: Policy) => setting },
        { id: "value", label: messages.value, render: ({ value }: Policy) => value },
        { id: "why", label: messages.why, render: ({ why }: Policy) => why },
      ]}
    />
  );
}

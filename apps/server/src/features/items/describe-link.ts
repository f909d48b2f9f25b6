import type { RecordLink, SaveState } from "@outrigger/api-contract";
import { recordUrl } from "@outrigger/salesforce";
import { parseCrmRecordId } from "@outrigger/sync-core";
import type { SyncLink } from "@outrigger/storage";
import { z } from "zod";

const linkedRecordsSchema = z.array(
  z.object({
    kind: z.enum(["contact", "lead", "account", "opportunity", "case", "email", "task"]),
    id: z.string(),
    name: z.string().optional(),
  }),
);
type LinkedRecord = z.infer<typeof linkedRecordsSchema>[number];

const types: Record<LinkedRecord["kind"], RecordLink["type"]> = {
  contact: "Contact",
  lead: "Lead",
  account: "Account",
  opportunity: "Opportunity",
  case: "Case",
  email: "EmailMessage",
  task: "Task",
};

/** A saved mail as the sidebar shows it: the record, and the people and business records it hangs on. */
export function describeLink(link: SyncLink, { instanceUrl }: { readonly instanceUrl: string }): SaveState {
  const linked = linkedRecordsSchema.safeParse(link.linkedRecords);
  const isTask = link.crmRecordKind === "task";
  return {
    state: "saved",
    savedAt: link.savedAt.toISOString(),
    record: {
      type: isTask ? "Task" : "EmailMessage",
      id: link.crmRecordId,
      name: isTask ? "Task" : "Email message",
      url: recordUrl(instanceUrl, parseCrmRecordId(link.crmRecordId)),
    },
    linkedTo: (linked.success ? linked.data : []).map(({ kind, id, name }) => ({
      type: types[kind],
      id,
      name: name ?? id,
      url: recordUrl(instanceUrl, parseCrmRecordId(id)),
    })),
  };
}

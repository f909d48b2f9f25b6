import { z } from "zod";
import type { OpenMail, OpenSelection } from "./office-host.ts";

const addressSchema = z.object({
  displayName: z.string().nullish(),
  emailAddress: z.string().nullish(),
});

/** `Office.MessageRead`; a draft has methods where a read mail has these values, and so does not fit. */
const messageReadSchema = z.object({
  itemType: z.literal("message"),
  internetMessageId: z.string().min(1).max(1000),
  subject: z.string().nullish(),
  conversationId: z.string().max(1000).nullish(),
  from: addressSchema.nullish(),
  to: z.array(addressSchema).catch([]),
  cc: z.array(addressSchema).catch([]),
});

const PARTICIPANTS_MAX = 500;

/** Reads `Office.context.mailbox.item`, which is null while nothing is selected in a pinned pane. */
export function parseOpenSelection(item: unknown): OpenSelection {
  if (item === null || item === undefined) return { kind: "nothing" };
  const parsed = messageReadSchema.safeParse(item);
  if (!parsed.success) return { kind: "other" };
  const { internetMessageId, subject, conversationId, from, to, cc } = parsed.data;
  const participants = [
    ...(from ? [participant("from", from)] : []),
    ...to.map((each) => participant("to", each)),
    ...cc.map((each) => participant("cc", each)),
  ];
  return {
    kind: "mail",
    mail: {
      internetMessageId,
      subject: (subject ?? "").slice(0, 3000),
      conversationId: conversationId ?? undefined,
      participants: participants
        .filter(({ address }) => address !== "" && address.length <= 320)
        .slice(0, PARTICIPANTS_MAX),
    },
  };
}

function participant(
  role: "from" | "to" | "cc",
  { displayName, emailAddress }: z.infer<typeof addressSchema>,
): OpenMail["participants"][number] {
  return { role, address: (emailAddress ?? "").trim(), name: (displayName ?? "").slice(0, 500) };
}

/** The Date header of a message's headers as ISO 8601; undefined when there is none that can be read. */
export function readDateHeader(headers: string): string | undefined {
  const unfolded = headers.replaceAll(/\r?\n[ \t]+/g, " ");
  const value = /^date:\s*(.+)$/im.exec(unfolded)?.[1];
  // A comment such as "(UTC)" may follow (RFC 5322 §3.3) and not every parser takes it.
  const at = value === undefined ? Number.NaN : Date.parse(value.replaceAll(/\([^)]*\)/g, "").trim());
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

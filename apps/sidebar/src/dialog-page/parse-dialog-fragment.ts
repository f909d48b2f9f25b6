import { dialogMessageSchema, type DialogMessage } from "@outrigger/api-contract";

/** Reads how a flow ended from the fragment that the server sent the window to; undefined for anything else. */
export function parseDialogFragment(fragment: string): DialogMessage | undefined {
  const values = new URLSearchParams(fragment.replace(/^#/, ""));
  const candidates = [
    { type: "signed_in", handoffCode: values.get("signed_in") },
    { type: "mailbox", outcome: values.get("mailbox"), turn: values.get("turn") ?? undefined },
    { type: "sign_in_failed", reason: values.get("sign_in_failed") },
  ];
  for (const candidate of candidates) {
    const parsed = dialogMessageSchema.safeParse(candidate);
    if (parsed.success) return parsed.data;
  }
  return undefined;
}

/** Reads a message that came from the dialog's page; undefined for anything that is not one. */
export function parseDialogMessage(text: string): DialogMessage | undefined {
  try {
    return dialogMessageSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

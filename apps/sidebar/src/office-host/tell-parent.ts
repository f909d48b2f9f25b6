/// <reference types="office-js" />
import type { DialogMessage } from "@outrigger/api-contract";

/** Hands a message from the dialog's page to the pane that opened it; false where there is no such pane. */
export async function tellParent(message: DialogMessage): Promise<boolean> {
  if (typeof Office === "undefined") return false;
  const { host } = await Office.onReady();
  if (host !== Office.HostType.Outlook) return false;
  // To our own origin only: the message may carry a sign-in code.
  Office.context.ui.messageParent(JSON.stringify(message), { targetOrigin: location.origin });
  return true;
}

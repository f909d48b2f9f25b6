import type { OpenItem } from "@outrigger/api-contract";
import type { ThemeName } from "@outrigger/ui";

/** What is open in Outlook. `other`: something that cannot be looked up (a draft, a meeting). */
export type OpenSelection = { kind: "mail"; mail: OpenMail } | { kind: "other" } | { kind: "nothing" };

/** An email that is being read. */
export interface OpenMail extends OpenItem {
  subject: string;
  conversationId: string | undefined;
}

/** What saving needs besides what is shown; read only when asked for. */
export interface MailContent {
  bodyText: string;
  /** ISO 8601. */
  sentAt: string;
}

/** How a window that we opened ended or what it said. */
export type DialogEvent =
  | { type: "message"; text: string }
  /** The person closed it, or its page could not be reached. */
  | { type: "closed" };

export type DialogRefusal = "blocked_by_browser" | "ignored_by_person" | "failed";

export interface OpenDialog {
  close(): void;
}

/** Outlook as the views see it; the only way to Office.js. */
export interface OfficeHost {
  /** The open mailbox's address; a hint, never proof of who somebody is. Undefined where it is no mail address. */
  readonly mailboxAddress: string | undefined;
  /** BCP 47. */
  readonly language: string;
  readSelection(): OpenSelection;
  /** Calls back after each change of the selection while the pane is pinned; gives the function that stops it. */
  onSelectionChanged(listener: () => void): () => void;
  readTheme(): ThemeName | undefined;
  onThemeChanged(listener: () => void): () => void;
  /** Reads the open mail's text and sending time; rejects when another mail was opened meanwhile. */
  readContent(mail: OpenMail): Promise<MailContent>;
  /**
   * Opens a window on our own domain (`startUrl` absolute); a window that is still open is closed first.
   * Rejects with `DialogRefusedError`.
   */
  openDialog(startUrl: string, listener: (event: DialogEvent) => void): Promise<OpenDialog>;
}

export class DialogRefusedError extends Error {
  override readonly name = "DialogRefusedError";
  readonly reason: DialogRefusal;

  constructor(reason: DialogRefusal, message: string) {
    super(message);
    this.reason = reason;
  }
}

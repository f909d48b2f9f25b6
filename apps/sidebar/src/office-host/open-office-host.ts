/// <reference types="office-js" />
import type { ThemeName } from "@outrigger/ui";
import {
  DialogRefusedError,
  type DialogEvent,
  type DialogRefusal,
  type MailContent,
  type OfficeHost,
  type OpenDialog,
  type OpenMail,
} from "./office-host.ts";
import { parseOpenSelection, readDateHeader } from "./parse-open-selection.ts";

const BODY_LENGTH_MAX = 1_000_000;
/** Codes of `displayDialogAsync` (Microsoft, "Handle errors and events in the Office dialog box"). */
const IGNORED_BY_PERSON = 12009;
const BLOCKED_BY_BROWSER = 12011;

/** Waits for Outlook. Undefined where the page was not opened by Outlook, or Office.js could not be loaded. */
export async function openOfficeHost(): Promise<OfficeHost | undefined> {
  if (typeof Office === "undefined") return undefined;
  const { host } = await Office.onReady();
  if (host !== Office.HostType.Outlook) return undefined;
  const { mailbox } = Office.context;
  const { emailAddress } = mailbox.userProfile;
  return {
    mailboxAddress: /^[^\s@]+@[^\s@]+$/.test(emailAddress) ? emailAddress : undefined,
    language: Office.context.displayLanguage,
    readSelection: () => parseOpenSelection(mailbox.item),
    onSelectionChanged: (listener) => listen(Office.EventType.ItemChanged, listener),
    readTheme,
    onThemeChanged: (listener) => listen(Office.EventType.OfficeThemeChanged, listener),
    readContent,
    openDialog: createDialogOpener(),
  };
}

/** Office.js removes all handlers of an event at once, so that each of ours is made deaf instead. */
function listen(event: Office.EventType, listener: () => void): () => void {
  let isListening = true;
  Office.context.mailbox.addHandlerAsync(event, () => {
    if (isListening) listener();
  });
  return () => {
    isListening = false;
  };
}

function readTheme(): ThemeName | undefined {
  const theme: { isDarkTheme?: boolean; bodyBackgroundColor?: string } | undefined =
    Office.context.officeTheme;
  if (!theme) return undefined;
  // `isDarkTheme` is missing in older hosts; the background colour is in all of them.
  const isDark = theme.isDarkTheme ?? isDarkColor(theme.bodyBackgroundColor ?? "#ffffff");
  return isDark ? "dark" : "light";
}

function isDarkColor(hex: string): boolean {
  const [red = 255, green = 255, blue = 255] = [1, 3, 5].map((start) =>
    Number.parseInt(hex.slice(start, start + 2), 16),
  );
  return red * 0.299 + green * 0.587 + blue * 0.114 < 128;
}

async function readContent(mail: OpenMail): Promise<MailContent> {
  const { item } = Office.context.mailbox;
  const [bodyText, headers] = await Promise.all([
    callOffice<string>((callback) => item?.body.getAsync(Office.CoercionType.Text, callback)),
    readHeaders(),
  ]);
  const now = parseOpenSelection(Office.context.mailbox.item);
  if (now.kind !== "mail" || now.mail.internetMessageId !== mail.internetMessageId) {
    throw new Error("Another email was opened before this one was read.");
  }
  return {
    bodyText: bodyText.slice(0, BODY_LENGTH_MAX),
    sentAt: readDateHeader(headers) ?? (item?.dateTimeCreated ?? new Date()).toISOString(),
  };
}

/** The sending time stands in the headers alone (Mailbox 1.8); older hosts know when the item was created. */
async function readHeaders(): Promise<string> {
  const { item } = Office.context.mailbox;
  if (typeof item?.getAllInternetHeadersAsync !== "function") return "";
  return callOffice<string>((callback) => item.getAllInternetHeadersAsync(callback)).catch(() => "");
}

function callOffice<Value>(
  call: (callback: (result: Office.AsyncResult<Value>) => void) => void,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    call((result) => {
      if (result.status === Office.AsyncResultStatus.Succeeded) resolve(result.value);
      else reject(new Error(`Office.js: ${result.error.code} ${result.error.message}`));
    });
  });
}

function createDialogOpener(): OfficeHost["openDialog"] {
  let current: OpenDialog | undefined;
  return async (startUrl, listener) => {
    // Outlook allows one dialog for each pane (error 12007).
    current?.close();
    const dialog = await displayDialog(startUrl);
    let isOpen = true;
    const opened: OpenDialog = {
      close: () => {
        if (isOpen) dialog.close();
        isOpen = false;
      },
    };
    dialog.addEventHandler(Office.EventType.DialogMessageReceived, (event) => {
      if (isOpen && "message" in event && isOwnOrigin(event.origin))
        listener({ type: "message", text: event.message });
    });
    dialog.addEventHandler(Office.EventType.DialogEventReceived, () => {
      if (isOpen) listener({ type: "closed" } satisfies DialogEvent);
      isOpen = false;
    });
    current = opened;
    return opened;
  };
}

/** Older hosts do not say the origin; they deliver messages of our own domain only. */
function isOwnOrigin(origin: string | undefined): boolean {
  return origin === undefined || origin === location.origin;
}

function displayDialog(startUrl: string): Promise<Office.Dialog> {
  return new Promise((resolve, reject) => {
    // Entra's pages refuse to be framed, so never `displayInIframe`.
    const options = { height: 70, width: 40, promptBeforeOpen: false };
    Office.context.ui.displayDialogAsync(startUrl, options, (result) => {
      if (result.status === Office.AsyncResultStatus.Succeeded) resolve(result.value);
      else reject(new DialogRefusedError(reasonOf(result.error.code), result.error.message));
    });
  });
}

function reasonOf(code: number): DialogRefusal {
  if (code === BLOCKED_BY_BROWSER) return "blocked_by_browser";
  return code === IGNORED_BY_PERSON ? "ignored_by_person" : "failed";
}

import type { MicrosoftWindow } from "../page-models/microsoft-window.ts";
import type { Play } from "./failure-class.ts";

export const CONTOSO = "contoso.example";
export const PRODUCT_APP = "0a0a0a0a-0000-4000-8000-00000000000a";
export const ALL_SCOPES =
  "openid profile email offline_access User.Read User.ReadBasic.All Mail.ReadWrite Calendars.ReadWrite MailboxSettings.ReadWrite";
export const grantedToEverybody = {
  tenant: CONTOSO,
  appId: PRODUCT_APP,
  consentType: "AllPrincipals",
  scope: ALL_SCOPES,
};

type Meeting = (window: MicrosoftWindow, play: Omit<Play, "window">) => Promise<void>;

/** Sign-in passes with the person's own Accept; the mailbox's permissions meet the page with this title. */
export function meetAfterSignIn(title: string): Meeting {
  return async (window, { person }) => {
    await window.pickAccount(person);
    await window.seeTitle("Permissions requested");
    await window.accept();
    await window.seeTitle(title);
  };
}

/** The first thing that Microsoft shows once it knows who it is. */
export function meetAtSignIn(title: string): Meeting {
  return async (window, { person }) => {
    await window.pickAccount(person);
    await window.seeTitle(title);
  };
}

/** *Return to the application without granting consent*, and the pane explains the wall. */
export async function leaveByLink({ window, sidebar }: Play): Promise<void> {
  await window.returnWithoutConsent();
  await sidebar.seeWall();
}

/** Closes the window, which is a press, too, though no page sees it; the pane then says the words. */
export function closeAndRead(words: RegExp) {
  return async ({ window, sidebar, tally }: Play): Promise<void> => {
    await window.close();
    tally.atVendor += 1;
    await sidebar.see(words);
  };
}

/** Microsoft kept no session: one press, and the account is chosen anew. */
export async function signInOnce({ sidebar, person }: Play): Promise<void> {
  const window = await sidebar.press("Sign in to Microsoft");
  await window.goOnAs(person);
}

/** The product offers the next try; Microsoft knows the account by now. */
export async function tryAgain({ sidebar, person }: Play): Promise<void> {
  const window = await sidebar.press("Try again");
  await window.goOnAs(person);
}

/** An error as an administrator should read it. */
export type ErrorEntry = {
  /** `AADSTS65001`, or for Salesforce and for answers without a number a name in lower case or Salesforce's own. */
  code: string;
  vendor: "microsoft" | "salesforce";
  title: string;
  meaning: string;
  /** `page`: only on the vendor's page, nothing returns. `redirect`: at our callback. `token`: from the token endpoint. `api`: from a data call. `client`: in the add-in, from Office.js or the sign-in library. */
  whereShown: ErrorPlace[];
  /** Role names, `the user`, `the app's owner`, or `nobody`. */
  whoMustAct: string[];
  steps: string[];
  whatNotToDo: string[];
  /** The vendor's page, or how the fact is known. */
  source: string;
  /** Asked when the error alone leaves the cause open. */
  question?: ErrorQuestion | undefined;
};

export type ErrorPlace = "page" | "redirect" | "token" | "api" | "client";

/** The question whose answer settles an ambiguous error; `cause` is a cause code of `diagnose`. */
export type ErrorQuestion = { text: string; choices: { label: string; cause: string }[] };

/** Codes that share everything but their title. */
export type ErrorGroup = Omit<ErrorEntry, "code" | "title" | "vendor"> & {
  titles: Readonly<Record<string, string>>;
};

export function expandMicrosoftGroups(groups: readonly ErrorGroup[]): ErrorEntry[] {
  return groups.flatMap(({ titles, ...rest }) =>
    Object.entries(titles).map(([number, title]) => ({
      code: /^\d+$/.test(number) ? `AADSTS${number}` : number,
      vendor: "microsoft" as const,
      title,
      ...rest,
    })),
  );
}

export const CODES_PAGE = "learn.microsoft.com/entra/identity-platform/reference-error-codes";
export const CONSENT_ERROR_PAGE =
  "learn.microsoft.com/entra/identity/enterprise-apps/application-sign-in-unexpected-user-consent-error";

export const CONSENT_ROLES = [
  "Cloud Application Administrator",
  "Application Administrator",
  "Privileged Role Administrator",
  "Global Administrator",
];
export const APP_OWNER = "the app's owner";
export const USER = "the user";

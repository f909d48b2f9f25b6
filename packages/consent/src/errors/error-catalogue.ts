import { consentErrors } from "./consent-errors.ts";
import type { ErrorEntry } from "./error-entry.ts";
import { expandMicrosoftGroups } from "./error-entry.ts";
import { graphErrors } from "./graph-errors.ts";
import { officeErrors } from "./office-errors.ts";
import { publisherErrors } from "./publisher-errors.ts";
import { registrationErrors } from "./registration-errors.ts";
import { requestErrors } from "./request-errors.ts";
import { salesforceErrors } from "./salesforce-errors.ts";
import { sessionErrors } from "./session-errors.ts";

/** Every error that this package explains: Entra's codes, what Graph and Office answer, and Salesforce's refusals. The docs are generated from it. */
export const errorCatalogue: readonly ErrorEntry[] = [
  ...expandMicrosoftGroups([
    ...consentErrors,
    ...registrationErrors,
    ...sessionErrors,
    ...requestErrors,
    ...publisherErrors,
    ...graphErrors,
    ...officeErrors,
  ]),
  ...salesforceErrors.map(({ entry }) => entry),
];

const entryByCode = new Map(errorCatalogue.map((entry) => [entry.code.toLowerCase(), entry]));

/** The entry with this code, in any letter case; an AADSTS number may stand alone. */
export function findError(code: string): ErrorEntry | undefined {
  const wanted = code.trim().toLowerCase();
  return entryByCode.get(/^\d+$/.test(wanted) ? `aadsts${wanted}` : wanted);
}

import { explain } from "@outrigger/consent";
import { redirectPaths } from "./plan-registration.ts";

export interface SignInFault {
  /** `AADSTS…`, or the protocol's own name of the error; null where the text names none. */
  readonly code: string | null;
  readonly sentence: string;
  readonly fix: string | null;
}

interface Change {
  readonly sentence: string;
  readonly fix: string;
}

const wrongSecret: Change = {
  sentence: "Entra does not accept the client secret.",
  fix: "Most often the Secret ID was copied instead of the Value. The Value is shown only once: make a new client secret, copy its Value, set MICROSOFT_CLIENT_SECRET, and restart.",
};
const unknownClient: Change = {
  sentence: "The tenant does not know this client id.",
  fix: "Compare MICROSOFT_CLIENT_ID with Application (client) ID on the Overview page (not the Object ID), and test with the tenant that holds the registration.",
};
const redirectMismatch: Change = {
  sentence: "The address to come back to is not registered exactly as it is used.",
  fix: `Register, platform Web, your public address followed by each of ${redirectPaths.join(", ")}. Scheme, host, port, letter case and the missing slash at the end count; PUBLIC_URL must be what browsers show.`,
};
const wrongAudience: Change = {
  sentence:
    "The registration serves its own tenant alone, and the sign-in went to the address for all tenants.",
  fix: 'Test with a domain of that tenant, or set signInAudience to "AzureADMultipleOrgs".',
};

/** Errors that the registration, or the settings here, can cause (learn.microsoft.com, "AADSTS error codes"). */
const changes: ReadonlyMap<string, Change> = new Map([
  ["AADSTS7000215", wrongSecret],
  [
    "AADSTS7000222",
    {
      sentence: "The client secret has ended.",
      fix: "Make a new one under Certificates & secrets, set its Value as MICROSOFT_CLIENT_SECRET, and restart.",
    },
  ],
  [
    "AADSTS7000218",
    {
      sentence: "Entra expects a secret, and none was sent.",
      fix: "Set MICROSOFT_CLIENT_SECRET, and restart. The redirect URIs belong under the platform Web.",
    },
  ],
  [
    "AADSTS700025",
    {
      sentence: "A secret was sent to a registration that counts as a public client.",
      fix: "Move the redirect URIs to the platform Web, and set Allow public client flows to No.",
    },
  ],
  ["AADSTS700016", unknownClient],
  ["AADSTS70001", unknownClient],
  ["AADSTS50011", redirectMismatch],
  ["AADSTS500113", redirectMismatch],
  ["AADSTS50194", wrongAudience],
  [
    "AADSTS90002",
    { sentence: "There is no such tenant.", fix: "Use a verified domain or the Directory (tenant) ID." },
  ],
  [
    "AADSTS650053",
    {
      sentence: "A permission was asked that the API does not have.",
      fix: "Compare MICROSOFT_GRAPH_URL and MICROSOFT_LOGIN_URL: both must belong to the same cloud.",
    },
  ],
  [
    "AADSTS7000112",
    {
      sentence: "The app is disabled for sign-in in this tenant.",
      fix: "Enterprise applications, the app, Properties: set Enabled for users to sign-in to Yes.",
    },
  ],
  [
    "AADSTS50105",
    {
      sentence: "This person is not assigned to the app, which asks for assignment.",
      fix: "Assign them under Users and groups, or set Assignment required to No.",
    },
  ],
]);

/** What an error of a sign-in means for the registration; anything else as the catalogue explains it. */
export function explainSignInFault(text: string): SignInFault {
  const { matches, sentence, certainty } = explain(text);
  const code =
    matches.find(({ entry }) => changes.has(entry.code))?.entry.code ?? matches[0]?.entry.code ?? null;
  const change = code === null ? undefined : changes.get(code);
  if (code !== null && change) return { code, ...change };
  const [first] = matches;
  if (!first || certainty === "ambiguous") return { code, sentence, fix: null };
  return { code, sentence: first.entry.meaning, fix: first.entry.steps.join(" ") || null };
}

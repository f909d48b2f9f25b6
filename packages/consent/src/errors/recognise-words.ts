import type { ErrorQuestion } from "./error-entry.ts";
import type { ErrorReading } from "./read-error-text.ts";

/** What the words of an error or page say: catalogue codes, likeliest first, and the question where they leave it open. */
export type WordFinding = {
  codes: string[];
  certainty: "certain" | "likely" | "ambiguous";
  question?: ErrorQuestion;
};

type Rule = Omit<WordFinding, "certainty"> & { pattern: RegExp; certainty?: WordFinding["certainty"] };

/** In every language the form has a field for a reason; the wall has none. */
const HAS_FORM: ErrorQuestion = {
  text: "Does the page have a field for a reason and a button that sends a request?",
  choices: [
    {
      label: "No, only a way back and a way to sign in as an administrator",
      cause: "admin_approval_required",
    },
    { label: "Yes", cause: "approval_request_pending" },
  ],
};

/** Titles and sentences of Microsoft's pages and answers, in lower case; the particular before the general. */
const RULES: readonly Rule[] = [
  { pattern: /ews is disabled for this user or tenant/, codes: ["ews_disabled"], certainty: "certain" },
  {
    pattern: /ews is blocked by policy for this user or tenant/,
    codes: ["ews_blocked_by_policy"],
    certainty: "certain",
  },
  { pattern: /access to odata is disabled/, codes: ["odata_access_disabled"], certainty: "certain" },
  {
    pattern: /userconsentblockedforriskyapps|risky application detected/,
    codes: ["900941"],
    certainty: "certain",
  },
  {
    pattern: /permission entry already exists/,
    codes: ["Request_MultipleObjectsWithSameKeyValue"],
    certainty: "certain",
  },
  {
    pattern: /mailbox is either inactive, soft-deleted, or is hosted on-premise/,
    codes: ["MailboxNotEnabledForRESTAPI"],
    certainty: "certain",
  },
  {
    pattern: /subscription expiration can only be \d+ minutes/,
    codes: ["ExtensionError"],
    certainty: "certain",
  },
  { pattern: /subscription validation request timed out/, codes: ["ValidationError"], certainty: "certain" },
  {
    pattern: /over its mailboxconcurrency limit|\btoomanyrequests\b/,
    codes: ["ApplicationThrottled"],
    certainty: "certain",
  },
  { pattern: /the admin cancell?ed the request/, codes: ["admin_consent_declined"], certainty: "certain" },
  { pattern: /must include a '?response_type/, codes: ["admin_consent_needs_tenant"] },
  // Both pages carry Microsoft's words about risk; the form is told by its field.
  {
    pattern:
      /(?:enter justification|request approval|approval required).{0,2000}\brisky\b|\brisky\b.{0,2000}(?:enter justification|request approval)/,
    codes: ["900981"],
  },
  { pattern: /\bapp (?:may|might|could|can) be risky|considered risky/, codes: ["900941"] },
  { pattern: /enter justification for requesting this app/, codes: ["90095"] },
  {
    pattern: /need admin approval|access resources in your organization that only an admin can grant/,
    codes: ["90094"],
  },
  {
    pattern:
      /admin(?:istrator)?(?:'s)? (?:approval|consent) (?:is )?(?:required|needed)|\bneeds? (?:the )?approval (?:by|from|of)|needs? (?:an? )?admin(?:istrator)?(?:'s)? (?:approval|consent)|approval from (?:an|your) admin|approval (?:is )?(?:required|needed) (?:by|from)/,
    codes: ["90094", "90095"],
    certainty: "ambiguous",
    question: HAS_FORM,
  },
  { pattern: /\bapproval required\b|\brequest approval\b|^request sent\b/, codes: ["90095"] },
  {
    pattern:
      /administratorgenehmigung|genehmigung (?:durch|von|eines)(?: einen| den| eines)? administrators?|genehmigung erforderlich|nur (?:ein|von einem) administrator|approbation (?:de l'|d'un )administrateur|seul un administrateur|aprobaci[oó]n (?:de un |del )administrador|s[oó]lo un administrador|approvazione (?:dell'|di un )amministratore|goedkeuring van (?:een |de )?beheerder|alleen een beheerder|aprova[cç][aã]o do administrador|管理者の承認|管理员批准/,
    codes: ["90094", "90095"],
    certainty: "ambiguous",
    question: HAS_FORM,
  },
  { pattern: /user declined to consent/, codes: ["65004"] },
  { pattern: /has not consented to use the application/, codes: ["65001"] },
  { pattern: /^permissions? requested\b|^angeforderte berechtigungen\b/, codes: ["permissions_requested"] },
  {
    pattern:
      /is not assigned to a role for the application|(?:blocks?|block) users unless they are specifically granted/,
    codes: ["50105"],
  },
  { pattern: /is not configured as a multi-tenant application/, codes: ["50194"] },
  { pattern: /application with identifier .{0,80} was not found in the directory/, codes: ["700016"] },
  { pattern: /redirect ur[il] .{0,200}does not match the redirect ur[il]s configured/, codes: ["50011"] },
  { pattern: /invalid client secret provided/, codes: ["7000215"] },
  { pattern: /client secret keys .{0,80}are expired/, codes: ["7000222"] },
  { pattern: /you (?:cannot|can't) access this right now|blocked by conditional access/, codes: ["53003"] },
  {
    pattern: /selected user account does not exist in tenant|user account .{0,200}does not exist in tenant/,
    codes: ["50020"],
  },
  { pattern: /you must use multi-factor authentication to access/, codes: ["50076"] },
];

/** What the words alone say; undefined where they are nobody's that we know. */
export function recogniseWords({ words }: Pick<ErrorReading, "words">): WordFinding | undefined {
  const found = RULES.find(({ pattern }) => pattern.test(words));
  if (found === undefined) return undefined;
  const { codes, question, certainty = "likely" } = found;
  return { codes, certainty, ...(question ? { question } : {}) };
}

const OFFICE = /\b(1200[2-79]|12011|901[78])\b/;
const OFFICE_CONTEXT = /dialog|event|office|outlook|token|error|code|window|asyncresult/;

/** Office.js reports small bare numbers; they count where the text is the number, or speaks of what reports them. */
export function recogniseOfficeNumber({ words }: Pick<ErrorReading, "words">): string | undefined {
  const number = OFFICE.exec(words)?.[1];
  if (number === undefined) return undefined;
  const isAlone = words.trim() === number;
  if (!isAlone && !OFFICE_CONTEXT.test(words)) return undefined;
  return number.startsWith("9") ? `office_${number}` : `office_dialog_${number}`;
}

import { requestErrorCodes } from "../packages/api-contract/src/index.ts";
import { errorCatalogue, type ErrorEntry } from "../packages/consent/src/index.ts";
import { settingsSchema, startSettingsSchema } from "../apps/server/src/config.ts";
import { failureClasses, type FailureClass } from "../apps/sandbox/src/entra/testing/failure-classes.ts";
import { defaultMessages, statusOfCode } from "../apps/server/src/http/request-error.ts";

/** The pages that are made from code; `generate-docs.ts` writes them, a test keeps them equal. */
export const renderedDocs: Readonly<Record<string, () => string>> = {
  "docs/errors.md": renderErrors,
  "docs/configuration.md": renderConfiguration,
  "docs/sandbox-failure-classes.md": renderFailureClasses,
};

const NOTE = "<!-- Made by `node tools/generate-docs.ts`; a test keeps it equal to the code. -->";

function renderErrors(): string {
  const codes = requestErrorCodes.map(
    (code) => `| <a id="${code}"></a>\`${code}\` | ${statusOfCode[code]} | ${cell(defaultMessages[code])} |`,
  );
  const vendors = (["microsoft", "salesforce"] as const).flatMap((vendor) => [
    `## ${vendor === "microsoft" ? "Microsoft's" : "Salesforce's"} errors`,
    "",
    "As `outrigger explain` explains them.",
    "",
    ...errorCatalogue.filter((entry) => entry.vendor === vendor).flatMap(renderEntry),
  ]);
  return [
    "# Errors",
    "",
    NOTE,
    "",
    "## Codes of the product",
    "",
    'Every answer with status 400 or above has the body `{"error": {"code", "message", "fields"?, "requestId", "help"}}`; `help` is where help explains the code, on this server. Pages that a person sees in a window show the same codes, always with status 400.',
    "",
    "| code | status | what it says |",
    "|---|---|---|",
    ...codes,
    "",
    ...vendors,
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}

const PLACES: Readonly<Record<ErrorEntry["whereShown"][number], string>> = {
  page: "on the vendor's page",
  redirect: "at the app's redirect address",
  token: "by the token endpoint",
  api: "by a data call",
  client: "in the add-in",
};

function renderEntry(entry: ErrorEntry): string[] {
  return [
    `### <a id="${entry.code.toLowerCase()}"></a>${entry.code}: ${entry.title}`,
    "",
    entry.meaning,
    "",
    `Shown: ${entry.whereShown.map((place) => PLACES[place]).join(", ")}. Who must act: ${entry.whoMustAct.length > 0 ? entry.whoMustAct.join(", ") : "depends on the answer to the question"}.`,
    "",
    ...(entry.question
      ? [
          `Ask: ${entry.question.text} ${entry.question.choices.map(({ label, cause }) => `*${label}* (\`${cause}\`)`).join(" · ")}`,
          "",
        ]
      : []),
    ...entry.steps.map((step, index) => `${index + 1}. ${step}`),
    ...(entry.steps.length > 0 ? [""] : []),
    ...(entry.whatNotToDo.length > 0 ? [entry.whatNotToDo.join(" "), ""] : []),
    `Source: ${entry.source}.`,
    "",
  ];
}

function renderConfiguration(): string {
  return [
    "# Configuration",
    "",
    NOTE,
    "",
    "All settings are environment variables. A wrong one stops the start with one line that names every fault.",
    "",
    "## The server",
    "",
    ...renderSettings(settingsSchema.shape),
    "",
    "## `npm start` and `outrigger start`",
    "",
    "With none of `DATABASE_URL`, `MICROSOFT_CLIENT_ID` and `SALESFORCE_CLIENT_ID` set, everything runs on this machine: a PostgreSQL of its own, the sandbox in place of Microsoft and Salesforce, and the server with the sandbox's addresses. Without `DATABASE_URL` alone, the database is still its own and `TOKEN_KEYS` is made at the first start.",
    "",
    ...renderSettings(startSettingsSchema.shape),
    "",
  ].join("\n");
}

function renderSettings(shape: Readonly<Record<string, { description?: string | undefined }>>): string[] {
  return [
    "| variable | default | what it does |",
    "|---|---|---|",
    ...Object.entries(shape).map(([name, schema]) => {
      const fallback = describeDefault(schema);
      return `| \`${name}\` | ${fallback} | ${cell(schema.description ?? "")} |`;
    }),
  ];
}

/** A default stands somewhere inside the schema's wrappers; a setting with neither default nor `optional` is required. */
function describeDefault(schema: unknown): string {
  let current: unknown = schema;
  while (isRecord(current) && isRecord(current["def"])) {
    const { type, defaultValue, innerType, in: input } = current["def"];
    if (type === "default") return defaultValue === "" ? "" : `\`${String(defaultValue)}\``;
    if (type === "optional") return "";
    current = innerType ?? input;
  }
  return "required";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function cell(text: string): string {
  return text.replaceAll("|", String.raw`\|`);
}

const places: Readonly<Record<FailureClass["where"], string>> = {
  authorize: "at the pages",
  silent: "to a silent request (`prompt=none`)",
  admin_consent: "at /adminconsent",
  refresh: "to a refresh token",
  redeem: "when the code is redeemed",
  web_services: "at `/EWS/Exchange.asmx`",
};

function renderFailureClasses(): string {
  const rows = failureClasses.map((one) => {
    const sections = JSON.stringify(one.scenario);
    const scenario = sections === "{}" ? "nothing" : `\`${sections}\``;
    const asked = one.ask === undefined ? "" : `; asked: \`${JSON.stringify(one.ask)}\``;
    const moved = one.clock === undefined ? "" : `; the clock moved by ${one.clock} seconds`;
    return `| ${one.name} | ${scenario}${moved}${asked} | ${places[one.where]}: ${describeShown(one.shows)} |`;
  });
  return [
    "# How the sandbox's Entra fails",
    "",
    NOTE,
    "",
    "Each row is switched on by `POST /_sandbox/scenario` with the JSON of its second column, in a sandbox as it is seeded, and shows what the third column says to Adele Vance of Contoso, who asks for the product's ordinary permissions unless the row says otherwise. A test goes through all of them.",
    "",
    "| what fails | switched on by | what appears |",
    "|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

function describeShown({ page, aadsts, redirect, token, status, header }: FailureClass["shows"]): string {
  const words = (fields: Readonly<Record<string, string>>) =>
    Object.entries(fields)
      .map(([name, value]) => `\`${name === "code" ? "error_codes" : name}=${value}\``)
      .join(" ");
  return [
    page === undefined ? undefined : `*${page}*`,
    aadsts,
    redirect && `back with ${words(redirect)}`,
    token && words(token),
    status === undefined ? undefined : `HTTP ${status}`,
    header === undefined ? undefined : `\`X-EWS-Policy-Reason: ${header}\``,
  ]
    .filter((part) => part !== undefined)
    .join(", ");
}

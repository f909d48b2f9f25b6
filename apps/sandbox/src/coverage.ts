import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { graphRoutes } from "./graph/graph-routes.ts";
import { openSandbox } from "./index.ts";
import { mailboxOf } from "./graph/mailbox.ts";
import { demoUsers } from "./core/demo-ids.ts";
import { describeOfficeItem, type OfficeItem } from "./outlook/office-item.ts";

/** What the sandbox really answers to, read from its running code; `docs/sandbox-coverage.md` is held against it. */
export interface Coverage {
  /** `METHOD path` of every HTTP route, parameters as `:name`; HEAD, which stands beside every GET, left out. */
  readonly routes: readonly string[];
  /** `METHOD path` of every Graph route beneath `/graph/v1.0`, parameters as `{name}`. */
  readonly graphRoutes: readonly string[];
  /** `Office.…`, every member that an add-in finds in a task pane with a mail open. */
  readonly officeMembers: readonly string[];
}

export async function readCoverage(): Promise<Coverage> {
  const sandbox = await openSandbox({ productUrl: "http://product.test" });
  const routes: string[] = [];
  try {
    await sandbox.buildListener({
      onRoute: ({ method, url }) => {
        for (const one of [method].flat()) if (one !== "HEAD") routes.push(`${one} ${url}`);
      },
    });
    const mailbox = mailboxOf(sandbox.context, demoUsers.adele);
    const [message] = mailbox.listMessages(mailbox.findFolder("inbox")?.id);
    if (!message) throw new Error("The demo company has lost its mail.");
    return {
      routes,
      graphRoutes: ["POST /$batch", ...graphRoutes.map(({ method, path }) => `${method} ${path}`)],
      officeMembers: listMembers("Office", openOffice(describeOfficeItem(message, []))),
    };
  } finally {
    await sandbox.close();
  }
}

/** Runs the stand-in for Office.js as a task pane does, with the Outlook page around it that opens one mail. */
function openOffice(item: OfficeItem): unknown {
  const hostOrigin = "http://sandbox.test";
  const listeners: ((event: unknown) => void)[] = [];
  const parent = { postMessage: () => undefined };
  const window = {
    parent,
    opener: null,
    addEventListener: (_type: string, listener: (event: unknown) => void) => listeners.push(listener),
    Office: undefined,
  };
  const program = readFileSync(new URL("outlook/browser/office.js", import.meta.url), "utf8");
  runInContext(
    program,
    createContext({
      window,
      URL,
      navigator: { language: "en-US" },
      document: { currentScript: { src: `${hostOrigin}/outlook/office.js` }, readyState: "complete" },
    }),
  );
  const context = { channel: "office-addin", type: "context", item, profile: {}, displayLanguage: "en-US" };
  const data = { ...context, officeTheme: {}, roamingSettings: {} };
  for (const hear of listeners) hear({ source: parent, origin: hostOrigin, data });
  return window.Office;
}

/** Values to an add-in, not parts of the API: their insides are not listed. */
const values =
  /^Office\.(AsyncResultStatus|EventType|CoercionType|HostType|PlatformType|MailboxEnums\.\w+|context\.mailbox\.item\.(from|sender))$/;

function listMembers(name: string, value: unknown): string[] {
  const isPart = typeof value === "object" && value !== null && !Array.isArray(value) && !values.test(name);
  const entries = isPart ? Object.entries(value) : [];
  if (entries.length === 0) return [name];
  return entries.flatMap(([member, inner]) => listMembers(`${name}.${member}`, inner));
}

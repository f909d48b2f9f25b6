const LOOKUP_TIMEOUT_MS = 2_000;

/** What Outlook knows of the add-in from its manifest. */
export interface Addin {
  displayName: string;
  /** Origin and address of the task pane. */
  origin: string;
  taskPaneUrl: string;
}

/**
 * The product's add-in, as sideloaded: its name is read from the manifest that the product serves. While the product
 * is down the button is there all the same, under a plain name.
 */
export async function findAddin(productUrl: string): Promise<Addin> {
  const taskPane = new URL("/sidebar/", productUrl);
  // The real host tells Office.js about itself this way, on the task pane and on each dialog's first page.
  taskPane.searchParams.set("_host_Info", "Outlook$Web$16.01$en-US$$$$0");
  return {
    displayName: (await readDisplayName(new URL("/sidebar/manifest.xml", productUrl))) ?? "Add-in",
    origin: taskPane.origin,
    taskPaneUrl: taskPane.href,
  };
}

async function readDisplayName(manifestUrl: URL): Promise<string | undefined> {
  try {
    const answer = await fetch(manifestUrl, { signal: AbortSignal.timeout(LOOKUP_TIMEOUT_MS) });
    if (!answer.ok) return undefined;
    const name = /<DisplayName\s+DefaultValue="([^"]{1,125})"/.exec(await answer.text())?.[1];
    return name === undefined ? undefined : decodeEntities(name);
  } catch {
    return undefined;
  }
}

function decodeEntities(text: string): string {
  const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  return text.replaceAll(/&(lt|gt|quot|apos|amp);/g, (whole, name: string) => entities[name] ?? whole);
}

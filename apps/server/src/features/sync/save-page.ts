import {
  buildActivityDraft,
  collectOutsideAddresses,
  computeItemKey,
  ConnectorError,
  decideAfterFailure,
  decideMessages,
  planBatch,
  type CrmActivityDraft,
  type CrmMailTarget,
  type CrmRecordRef,
  type CrmSink,
  type FailureReason,
  type ItemKey,
  type MailboxChangePage,
  type MailboxSource,
  type MailItemId,
  type MessageBody,
  type MessageHeader,
  type SaveResult,
  type Sha256,
  type SyncRules,
  type WantedMessage,
} from "@outrigger/sync-core";

export interface SavePageTools {
  readonly mailbox: MailboxSource;
  readonly crm: CrmSink;
  readonly target: CrmMailTarget;
  readonly rules: SyncRules;
  readonly windowStart: Date | undefined;
  /** The CRM's own id of the organization: a key must outlive our database. */
  readonly crmOrganizationId: string;
  readonly sha256: Sha256;
  /** Those of the keys that the organization has saved already, by any mailbox. */
  findSavedKeys(keys: readonly ItemKey[]): Promise<ReadonlySet<ItemKey>>;
}

export interface SavedLink {
  readonly itemKey: ItemKey;
  readonly mailboxItemId: MailItemId;
  readonly record: CrmRecordRef;
  readonly linkedTo: readonly CrmRecordRef[];
}

export interface PageIssue {
  readonly itemKey: ItemKey;
  readonly mailboxItemId: MailItemId;
  readonly subject: string;
  readonly reason: FailureReason;
  readonly message: string;
}

/** What one page of changes led to; kept in the transaction that moves the cursor past the page. */
export interface PageOutcome {
  readonly links: readonly SavedLink[];
  readonly issues: readonly PageIssue[];
  readonly examinedCount: number;
  readonly savedCount: number;
  readonly skippedCount: number;
}

interface Keyed {
  readonly key: ItemKey;
  readonly message: WantedMessage;
}

/**
 * Carries one page of changed mail into the CRM. Throws `ConnectorError` where the page has to be tried again as a whole:
 * nothing is lost then, as the cursor has not moved, and nothing doubled, as every row carries its key.
 */
export async function savePage(page: MailboxChangePage, tools: SavePageTools): Promise<PageOutcome> {
  const headers = page.changes.flatMap((change) => (change.kind === "saved" ? [change.header] : []));
  const people = await tools.crm.findPeople(collectOutsideAddresses(headers, tools.rules));
  const { wanted } = decideMessages({
    headers,
    people,
    rules: tools.rules,
    windowStart: tools.windowStart,
  });
  const unsaved = await leaveOutSaved(wanted, tools);
  const bodies = await fetchBodies(unsaved, tools);
  const drafts = await buildDrafts(bodies.ready, tools);
  const saved = await saveDrafts(drafts, tools);
  return {
    links: saved.links,
    issues: [...bodies.issues, ...saved.issues],
    examinedCount: headers.length,
    savedCount: saved.createdCount,
    skippedCount: headers.length - saved.createdCount - bodies.issues.length - saved.issues.length,
  };
}

async function leaveOutSaved(wanted: readonly WantedMessage[], tools: SavePageTools): Promise<Keyed[]> {
  const keyed = wanted.map((message) => ({ key: keyOf(message.header, tools), message }));
  const distinct = [...new Map(keyed.map((item) => [item.key, item])).values()];
  const saved = await tools.findSavedKeys(distinct.map((item) => item.key));
  return distinct.filter((item) => !saved.has(item.key));
}

function keyOf(header: MessageHeader, tools: SavePageTools): ItemKey {
  return computeItemKey({ organizationId: tools.crmOrganizationId, message: header }, tools.sha256);
}

interface WithBody extends Keyed {
  readonly body: MessageBody | undefined;
}

async function fetchBodies(
  items: readonly Keyed[],
  tools: SavePageTools,
): Promise<{ ready: WithBody[]; issues: PageIssue[] }> {
  if (!tools.rules.saveBodies)
    return { ready: items.map((item) => ({ ...item, body: undefined })), issues: [] };
  const results = await tools.mailbox.getBodies(items.map((item) => item.message.header.id));
  const ready: WithBody[] = [];
  const issues: PageIssue[] = [];
  for (const [index, item] of items.entries()) {
    const result = results[index];
    // A mail deleted between the page and now is not missing: it is gone, and the next round will say so.
    if (!result || result.outcome === "gone") continue;
    if (result.outcome === "found") ready.push({ ...item, body: result.body });
    else issues.push(issueAfterFailure(item, result.error));
  }
  return { ready, issues };
}

/** Only a failure that concerns this one mail becomes an issue; every other stops the page. */
function issueAfterFailure(item: Keyed, error: ConnectorError): PageIssue {
  if (decideAfterFailure(error.reason).effect !== "skip_record") throw error;
  return issueOf(item, error.reason, "The mailbox did not hand out this mail.");
}

function issueOf({ key, message }: Keyed, reason: FailureReason, text: string): PageIssue {
  return {
    itemKey: key,
    mailboxItemId: message.header.id,
    subject: keepable(message.header.subject).slice(0, 255),
    reason,
    message: keepable(text),
  };
}

/** PostgreSQL's text takes no NUL: one such mail would fail its page, and with it the mailbox, for ever. */
function keepable(text: string): string {
  return text.replaceAll("\u0000", "");
}

interface Drafted extends Keyed {
  readonly draft: CrmActivityDraft;
}

async function buildDrafts(items: readonly WithBody[], tools: SavePageTools): Promise<Drafted[]> {
  if (items.length === 0) return [];
  const people = new Map(
    items.flatMap(({ message }) => message.people.map(({ person }) => [person.id, person])),
  );
  const related = await tools.crm.findRelated([...people.values()]);
  return items.map(({ key, message, body }) => ({
    key,
    message,
    draft: buildActivityDraft({ key, message, body, related, limits: tools.target.limits }),
  }));
}

async function saveDrafts(
  items: readonly Drafted[],
  tools: SavePageTools,
): Promise<{ links: SavedLink[]; issues: PageIssue[]; createdCount: number }> {
  const itemByKey = new Map(items.map((item) => [item.key, item]));
  const links: SavedLink[] = [];
  const issues: PageIssue[] = [];
  let createdCount = 0;
  for (const batch of planBatch(
    items.map((item) => item.draft),
    tools.crm.saveBatchSize,
  ).batches) {
    for (const result of await tools.crm.saveActivities(batch)) {
      const item = itemByKey.get(result.key);
      if (!item) continue;
      if (result.outcome === "created") createdCount += 1;
      keepResult(result, item, { links, issues });
    }
  }
  return { links, issues, createdCount };
}

function keepResult(
  result: SaveResult,
  item: Drafted,
  kept: { links: SavedLink[]; issues: PageIssue[] },
): void {
  switch (result.outcome) {
    case "created":
    case "exists":
      // A record that the CRM hides from this user belongs to a colleague who saved the same mail: there is no link to show.
      if (result.record) kept.links.push(linkOf(item, result.record));
      return;
    case "rejected":
      kept.issues.push(issueOf(item, "record_rejected", `${result.code}: ${result.message}`));
      return;
    case "retry":
      throw new ConnectorError({
        reason: result.reason,
        vendor: "salesforce",
        operation: "save mail",
        vendorCode: result.code,
      });
  }
}

function linkOf({ key, message, draft }: Drafted, record: CrmRecordRef): SavedLink {
  const people = message.people.map(({ person }) => ({
    kind: person.kind,
    id: person.id,
    name: person.name,
  }));
  return {
    itemKey: key,
    mailboxItemId: message.header.id,
    record,
    linkedTo: [...people, ...(draft.relatedTo ? [draft.relatedTo] : [])],
  };
}

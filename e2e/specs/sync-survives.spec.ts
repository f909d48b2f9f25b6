import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ApiClient } from "../system/api-client.ts";
import { importMail, importMailbox, readOutsideMail } from "../system/outside-mail.ts";
import { SalesforceReader } from "../system/salesforce-reader.ts";
import { startSystem, type System } from "../system/start-system.ts";
import { waitUntil } from "../system/wait-until.ts";

/** Real mail that nobody on this project wrote; it stays outside of it. */
const mailFolder = fileURLToPath(new URL("../../../shared/data/mail", import.meta.url));
const hasMail = existsSync(mailFolder);
if (!hasMail) console.warn("SKIPPED: the outside mail (../shared/data/mail) is not here.");

/** Enough for several pages of changes and several writes. */
const generatedCount = 600;

const adele = "adele@contoso.example";

describe.skipIf(!hasMail)("imported mail is in Salesforce once, whatever happens in between", () => {
  let system: System;
  let salesforce: SalesforceReader;
  const expected = new Set<string>();

  beforeAll(async () => {
    system = await startSystem({
      serverSettings: { SYNC_INITIAL_WINDOW_DAYS: "all", SYNC_INTERVAL_SECONDS: "1" },
    });
    salesforce = await SalesforceReader.open(system, "pradeep@contoso.example");
  });
  afterAll(() => system.stop());

  test("every file of the outside data is taken in", async () => {
    const mails = await readOutsideMail(mailFolder);
    expect(mails.length).toBeGreaterThan(40);
    for (const { raw, addresses } of mails) {
      const messageId = await importMail(system, raw);
      if (addresses.length > 0) expected.add(messageId);
    }
    for (const messageId of await importMailbox(system, buildMailbox())) expected.add(messageId);
    const people = [...new Set(mails.flatMap(({ addresses }) => addresses))];
    await system.control("/_sandbox/scenario", { salesforce: { records: people.map(toContact) } });
    expect(expected.size).toBeGreaterThan(generatedCount + 15);
  });

  test("a server that is killed in the middle and started again leaves none missing and none doubled", async () => {
    await allowUserConsent(system);
    // Writes are slow; the answer to the first is lost after Salesforce has carried it out, and the next ones are refused
    // without being carried out, for longer than a call is tried again.
    await system.control("/_sandbox/faults", [
      { target: "salesforce", pathContains: "composite/sobjects", status: 503, afterHandling: true },
      { target: "salesforce", pathContains: "composite/sobjects", status: 503, times: 8 },
      { target: "salesforce", pathContains: "composite/sobjects", status: 200, delayMs: 500, times: 100 },
    ]);
    const client = new ApiClient(system);
    await client.signInWithSalesforce(adele);
    expect(await client.setUpSync(adele, ["accept"])).toBe("#mailbox=connected");

    // Once with a page written and not committed, once with some pages committed and some not.
    for (const savedAtLeast of [1, generatedCount / 2]) {
      await waitUntil(async () => (await salesforce.listMessageIds()).length >= savedAtLeast, {
        seconds: 90,
      });
      await system.killServer();
      expect(isComplete(await salesforce.listMessageIds())).toBe(false);
      await system.startServer();
    }
    await finishRound(client);
    const messageIds = await salesforce.listMessageIds();
    expect(messageIds.length).toBe(new Set(messageIds).size);
    for (const id of expected) expect(messageIds).toContain(id);
  });

  test("further rounds change nothing", async () => {
    const before = (await salesforce.listMessageIds()).toSorted();
    const client = new ApiClient(system);
    await client.signInWithSalesforce(adele);
    for (let round = 0; round < 2; round += 1) await finishRound(client);
    expect((await salesforce.listMessageIds()).toSorted()).toEqual(before);
  });

  test("the sandbox may die and come back, too: the next mail is still saved", async () => {
    await system.killSandbox();
    await system.startSandbox();
    const mail = [
      "From: Diane Prescott <diane.prescott@northwind.example>",
      "To: Adele Vance <adele@contoso.example>",
      "Subject: After the restart",
      "Message-ID: <after-the-restart@northwind.example>",
      "",
      "Still there?",
    ].join("\r\n");
    const messageId = await importMail(system, Buffer.from(mail));
    await waitUntil(async () => (await salesforce.listMessageIds()).includes(messageId), { seconds: 60 });
  });

  function isComplete(messageIds: readonly string[]): boolean {
    const saved = new Set(messageIds);
    return [...expected].every((id) => saved.has(id));
  }
});

function toContact(address: string, index: number) {
  return {
    org: "contoso",
    type: "Contact",
    owner: adele,
    fields: { LastName: `Outside ${index + 1}`, Email: address },
  };
}

/** Customer mail in the form of an mbox, the oldest first. */
function buildMailbox(): string {
  const mails = Array.from({ length: generatedCount }, (_, index) =>
    [
      "From diane.prescott@northwind.example Mon Nov 16 10:00:00 2026",
      "From: Diane Prescott <diane.prescott@northwind.example>",
      `To: Adele Vance <${adele}>`,
      `Subject: Pallet ${index + 1}`,
      `Message-ID: <pallet-${index + 1}@northwind.example>`,
      "",
      `Pallet ${index + 1} has left.`,
      "",
    ].join("\n"),
  );
  return mails.join("\n");
}

/** What an administrator does in the Entra admin center: users may consent to any app. */
async function allowUserConsent(system: System): Promise<void> {
  await system.control("/_sandbox/scenario", {
    tenants: [
      {
        id: "11111111-1111-4111-8111-111111111111",
        permissionGrantPoliciesAssigned: ["ManagePermissionGrantsForSelf.microsoft-user-default-legacy"],
      },
    ],
  });
}

/** Wakes the sync and waits until a round that began afterwards has ended. */
async function finishRound(client: ApiClient): Promise<void> {
  const started = Date.now();
  await client.call("POST", "/api/sync/runs");
  await waitUntil(
    async () => {
      const { sync } = await client.readMailbox();
      return sync?.state === "idle" && Date.parse(sync.lastFinishedAt ?? "") > started;
      // A killed worker's lease keeps the mailbox for half a minute.
    },
    { seconds: 90 },
  );
}

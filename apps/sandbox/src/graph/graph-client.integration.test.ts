import {
  BatchRequestContent,
  BatchResponseContent,
  PageIterator,
  type Client,
  type PageCollection,
} from "@microsoft/microsoft-graph-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demoMicrosoftApp, demoUsers } from "../core/demo-ids.ts";
import { mailboxOf, type Mailbox } from "./mailbox.ts";
import { connectGraphClient } from "./testing/connect-graph-client.ts";
import { issueGraphToken } from "./testing/issue-graph-token.ts";
import { mailScopes, openGraph, type OpenGraph } from "./testing/open-graph.ts";

let graph: OpenGraph;
let client: Client;
let mailbox: Mailbox;
const immutable = { Prefer: 'IdType="ImmutableId"' };

beforeAll(async () => {
  graph = await openGraph();
  client = await connectGraphClient(
    graph.sandbox,
    await issueGraphToken(graph.sandbox.context, { scopes: mailScopes }),
  );
  mailbox = mailboxOf(graph.sandbox.context, demoUsers.adele);
});
afterAll(() => graph.close());

async function readAll(first: PageCollection, headers: Record<string, string> = {}) {
  const items: { id: string; "@removed"?: { reason: string } }[] = [];
  const iterator = new PageIterator(
    client,
    first,
    (item) => {
      items.push(item);
      return true;
    },
    { headers },
  );
  await iterator.iterate();
  return { items, deltaLink: iterator.getDeltaLink() };
}

test("Microsoft's client knows who it is", async () => {
  expect(await client.api("/me").get()).toMatchObject({
    userPrincipalName: "adele@contoso.example",
    displayName: "Adele Vance",
  });
});

test("Microsoft's client pages through a folder, each message once, newest first", async () => {
  const first = await client
    .api("/me/mailFolders/inbox/messages")
    .select(["id", "receivedDateTime"])
    .top(4)
    .get();
  expect(first.value).toHaveLength(4);
  const { items } = await readAll(first);
  const inbox = mailbox.findFolder("inbox")!;
  expect(items.map(({ id }) => id)).toEqual(mailbox.listMessages(inbox.id).map(({ restId }) => restId));
  expect(items.length).toBeGreaterThanOrEqual(25);
});

test("Microsoft's client follows a folder by delta through arrival, change, move and deletion", async () => {
  const folder = mailbox.createFolder("Delta");
  const other = mailbox.createFolder("Elsewhere");
  const inbox = mailbox.listMessages(mailbox.findFolder("inbox")!.id);
  for (const message of inbox.slice(0, 7)) mailbox.moveMessage(message.id, folder.id);

  const round = async (link: string) =>
    readAll(
      await client
        .api(link)
        .headers({ ...immutable, Prefer: `${immutable.Prefer}, odata.maxpagesize=3` })
        .get(),
      immutable,
    );
  const first = await round(`/me/mailFolders/${folder.id}/messages/delta?$select=subject`);
  expect(new Set(first.items.map(({ id }) => id))).toEqual(
    new Set(mailbox.listMessages(folder.id).map(({ id }) => id)),
  );

  const [changed, moved, deleted] = mailbox.listMessages(folder.id);
  mailbox.updateMessage(changed!.id, { isRead: true });
  mailbox.moveMessage(moved!.id, other.id);
  mailbox.deleteMessage(deleted!.id);
  const second = await round(first.deltaLink!);
  expect(second.items).toMatchObject([
    { id: changed!.id },
    { id: moved!.id, "@removed": { reason: "changed" } },
    { id: deleted!.id, "@removed": { reason: "deleted" } },
  ]);
  expect((await round(second.deltaLink!)).items).toEqual([]);
});

test("Microsoft's client sends a batch and reads each answer by its id", async () => {
  const batch = new BatchRequestContent([
    { id: "me", request: new Request("https://localhost/me", { method: "GET" }) },
    { id: "gone", request: new Request("https://localhost/me/messages/nothing", { method: "GET" }) },
  ]);
  const answers = new BatchResponseContent(await client.api("/$batch").post(await batch.getContent()));
  expect(answers.getResponseById("me").status).toBe(200);
  expect(answers.getResponseById("gone").status).toBe(404);
});

test("Microsoft's client limits a consent policy to one application and assigns it", async () => {
  const asMegan = await connectGraphClient(
    graph.sandbox,
    await issueGraphToken(graph.sandbox.context, {
      userId: demoUsers.megan,
      scopes: [
        "Policy.ReadWrite.PermissionGrant",
        "Policy.ReadWrite.Authorization",
        "Policy.ReadWrite.ConsentRequest",
      ],
    }),
  );
  const policies = "/policies/permissionGrantPolicies";
  await asMegan
    .api(policies)
    .post({ id: "mail-sync", displayName: "Mail sync", description: "One application" });
  const include = await asMegan
    .api(`${policies}/mail-sync/includes`)
    .post({ permissionType: "delegated", clientApplicationIds: [demoMicrosoftApp.appId] });
  expect(include).toMatchObject({ permissions: ["all"], resourceApplication: "any" });
  const authorization = "/policies/authorizationPolicy";
  const { permissionGrantPoliciesAssigned } = (await asMegan.api(authorization).get())
    .defaultUserRolePermissions;
  await asMegan.api(authorization).patch({
    defaultUserRolePermissions: {
      permissionGrantPoliciesAssigned: [
        ...permissionGrantPoliciesAssigned,
        "managePermissionGrantsForSelf.mail-sync",
      ],
    },
  });
  const list = await asMegan.api(policies).select(["id"]).get();
  expect(list.value).toContainEqual({ id: "mail-sync" });
  const workflow = "/policies/adminConsentRequestPolicy";
  const before = await asMegan.api(workflow).get();
  const reviewers = [{ query: `/users/${demoUsers.isaiah}`, queryType: "MicrosoftGraph" }];
  await asMegan.api(workflow).put({ ...before, isEnabled: true, requestDurationInDays: 14, reviewers });
  expect(await asMegan.api(workflow).get()).toMatchObject({ version: 1, requestDurationInDays: 14 });
});

test("Microsoft's client registers an application and is given its secret once", async () => {
  const asAdele = await connectGraphClient(
    graph.sandbox,
    await issueGraphToken(graph.sandbox.context, { scopes: ["Application.ReadWrite.All"] }),
  );
  const app = await asAdele.api("/applications").post({
    displayName: "Mail sync",
    signInAudience: "AzureADMyOrg",
    web: { redirectUris: ["https://crm.example/callback"] },
  });
  const { secretText } = await asAdele
    .api(`/applications/${app.id}/addPassword`)
    .post({ passwordCredential: { displayName: "CRM" } });
  expect(secretText).toMatch(/^.{40}$/);
  const found = await asAdele.api("/applications").filter(`appId eq '${app.appId}'`).get();
  expect(found.value).toMatchObject([{ passwordCredentials: [{ secretText: null, displayName: "CRM" }] }]);
  await asAdele.api(`/applications/${app.id}`).delete();
  await expect(asAdele.api(`/applications/${app.id}`).get()).rejects.toMatchObject({ statusCode: 404 });
});

test("Microsoft's client searches people", async () => {
  const reader = await connectGraphClient(
    graph.sandbox,
    await issueGraphToken(graph.sandbox.context, { scopes: ["User.ReadBasic.All"] }),
  );
  const { value } = await reader
    .api("/users")
    .header("ConsistencyLevel", "eventual")
    .search('"displayName:vance"')
    .get();
  expect(value).toMatchObject([{ displayName: "Adele Vance" }]);
});

test("Microsoft's client reads a refusal as a GraphError with its code", async () => {
  await expect(client.api("/oauth2PermissionGrants").get()).rejects.toMatchObject({
    statusCode: 403,
    code: "Authorization_RequestDenied",
  });
});

import { Secret } from "@outrigger/oauth";
import { expect, test } from "vitest";
import { createGraphClient } from "../graph-client.ts";
import { bindChange } from "./carry-out-change.ts";
import { grantChange } from "./grant-change.ts";

const appId = "0a0a0a0a-0000-4000-8000-00000000000a";
const graphId = "00000003-0000-0000-c000-000000000000";
const change = bindChange(
  grantChange({ appId, resources: [{ appId: graphId, name: "Microsoft Graph", scopes: ["Mail.Read"] }] }),
);

interface Row {
  id: string;
  scope: string;
}

/** A tenant that answers by its rows; `refuse` may answer a write in its place. */
function openTenant(refuse: (write: string, count: number) => Response | undefined, rows: Row[] = []) {
  const writes: string[] = [];
  const principals = new Set([appId, graphId]);
  const grantOf = ({ id, scope }: Row) => ({
    id,
    scope,
    consentType: "AllPrincipals",
    principalId: null,
    resourceId: `sp-${graphId}`,
  });
  const answer = (url: string, method: string, body: any): Response => {
    const app = /servicePrincipals\(appId='([^']+)'\)/.exec(url)?.[1];
    if (app !== undefined) {
      return principals.has(app)
        ? Response.json({ id: `sp-${app}` })
        : Response.json({ error: { code: "Request_ResourceNotFound" } }, { status: 404 });
    }
    if (method === "GET") return Response.json({ value: rows.map(grantOf) });
    writes.push(`${method} ${new URL(url).pathname.replace("/v1.0", "")} ${body?.scope ?? ""}`.trim());
    const refusal = refuse(writes.at(-1)!, writes.length);
    if (refusal) return refusal;
    if (url.endsWith("/servicePrincipals")) principals.add(body.appId);
    else if (method === "POST") rows.push({ id: "new", scope: body.scope });
    else if (method === "PATCH") rows[0]!.scope = body.scope;
    else rows.length = 0;
    return method === "POST" ? Response.json({}, { status: 201 }) : new Response(null, { status: 204 });
  };
  const client = createGraphClient({
    graphUrl: "https://graph.example/v1.0",
    getAccessToken: async () => new Secret("token"),
    now: () => new Date(),
    sleep: async () => undefined,
    fetch: async (input, init) =>
      answer(
        input as string,
        init?.method ?? "GET",
        init?.body ? JSON.parse(init.body as string) : undefined,
      ),
  });
  return { client, writes, rows, principals };
}

async function apply({ client }: Pick<ReturnType<typeof openTenant>, "client">) {
  const { before } = await change.preview(client);
  const told: string[] = [];
  const result = await change.apply(client, {
    expected: before,
    onWritten: async ({ method }) => {
      told.push(method);
    },
  });
  return { result, told };
}

const duplicate = (status: number, code: string) =>
  Response.json({ error: { code, message: "Permission entry already exists." } }, { status });

test.each([
  [409, "Request_MultipleObjectsWithSameKeyValue"],
  [400, "Request_BadRequest"],
])("sends the union where somebody was faster (%i %s)", async (status, code) => {
  const tenant = openTenant((write) => {
    if (!write.startsWith("POST")) return undefined;
    tenant.rows.push({ id: "theirs", scope: "openid Mail.Send" });
    return duplicate(status, code);
  });
  await apply(tenant);
  expect(tenant.rows).toEqual([{ id: "theirs", scope: "openid Mail.Send Mail.Read" }]);
});

test("tries again while a new application is not known everywhere", async () => {
  const tenant = openTenant((write, count) =>
    write.includes("oauth2PermissionGrants") && count < 4
      ? Response.json({ error: { code: "Directory_ObjectNotFound" } }, { status: 404 })
      : undefined,
  );
  tenant.principals.delete(appId);
  const { told } = await apply(tenant);
  expect(tenant.rows).toEqual([{ id: "new", scope: "Mail.Read" }]);
  expect(told).toEqual(["POST", "POST"]);
});

test("looks before it sends a request again whose answer was lost", async () => {
  const tenant = openTenant((_write, count) => {
    if (count > 1) return undefined;
    tenant.rows.push({ id: "made", scope: "Mail.Read" });
    return new Response("", { status: 503 });
  });
  await apply(tenant);
  expect(tenant.writes).toEqual(["POST /oauth2PermissionGrants Mail.Read"]);
});

test("writes nothing where the tenant has changed since it was shown", async () => {
  const tenant = openTenant(() => undefined);
  const { before } = await change.preview(tenant.client);
  tenant.rows.push({ id: "theirs", scope: "User.Read" });
  const result = await change.apply(tenant.client, { expected: before, onWritten: async () => undefined });
  expect([result, tenant.writes]).toEqual([{ outcome: "changed_since" }, []]);
});

test("gives up on a refusal, having told what was written", async () => {
  const tenant = openTenant(() =>
    Response.json({ error: { code: "Authorization_RequestDenied" } }, { status: 403 }),
  );
  await expect(apply(tenant)).rejects.toMatchObject({ reason: "permission_missing" });
  expect(tenant.writes).toHaveLength(1);
});

test("an undo leaves what is no longer there, and says so", async () => {
  const tenant = openTenant(() => undefined);
  const { before } = await change.preview(tenant.client);
  const { result } = await apply(tenant);
  tenant.rows.length = 0;
  const after = result.outcome === "done" ? result.after : undefined;
  const undone = await change.undo(tenant.client, { before, after, onWritten: async () => undefined });
  expect(undone.writtenCount).toBe(0);
  expect(undone.kept[0]).toMatch(/removed by somebody/);
});

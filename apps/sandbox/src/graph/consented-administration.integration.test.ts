import { afterAll, beforeAll, expect, test } from "vitest";
import { demoTenants, microsoftGraphCommandLine } from "../core/demo-ids.ts";
import {
  authorizeUrl,
  startSandbox,
  pkce,
  type SandboxUnderTest,
} from "../entra/testing/sandbox-under-test.ts";
import { graphPart } from "./graph-part.ts";

const megan = "megan@contoso.example";
const adele = "adele@contoso.example";
const scope = "openid Policy.ReadWrite.PermissionGrant AuditLog.Read.All";
let under: SandboxUnderTest;
beforeAll(async () => {
  under = await startSandbox({ parts: [graphPart] });
});
afterAll(() => under.close());

/** Signs in with Microsoft's own command-line client, which has no secret and asks for what it is told to. */
async function signIn(account: string, choices: readonly string[]) {
  const { verifier, challenge } = pkce();
  const url = authorizeUrl(under.origin, {
    tenant: demoTenants.contoso,
    parameters: {
      client_id: microsoftGraphCommandLine,
      redirect_uri: "http://localhost",
      scope,
      code_challenge: challenge,
      code_challenge_method: "S256",
    },
  });
  const { body } = await under.control("/_sandbox/authorize", { url, account, choices });
  const code = body.location ? new URL(body.location).searchParams.get("code") : null;
  if (code === null) return { ...body, token: undefined };
  const response = await fetch(`${under.origin}/${demoTenants.contoso}/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: microsoftGraphCommandLine,
      redirect_uri: "http://localhost",
      code,
      code_verifier: verifier,
    }),
  });
  const answer = (await response.json()) as { access_token?: string };
  return { ...body, token: answer.access_token };
}

async function graph(
  token: string,
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; json: any }> {
  const response = await fetch(`${under.origin}/graph/v1.0${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, json: await response.json() };
}

test("an administrator consents for herself, and her token opens what she consented to and nothing beyond", async () => {
  expect((await signIn(adele, [])).aadsts).toBe("AADSTS90094");
  const { token } = await signIn(megan, ["accept"]);
  expect(token).toBeDefined();
  const call = (method: string, path: string, body?: object) => graph(token ?? "", method, path, body);
  const policy = { id: "by-command-line", displayName: "By command line" };
  expect((await call("POST", "/policies/permissionGrantPolicies", policy)).status).toBe(201);
  expect((await call("GET", "/applications")).status).toBe(403);
  // The wall that Adele met is proved by the sign-in log.
  const filter = encodeURIComponent(`appId eq '${microsoftGraphCommandLine}' and status/errorCode eq 90094`);
  const { json } = await call("GET", `/auditLogs/signIns?$filter=${filter}`);
  expect(json.value).toMatchObject([{ userPrincipalName: adele, status: { errorCode: 90094 } }]);
  // What Megan accepted for herself opens nothing for anybody else.
  expect((await signIn(adele, [])).token).toBeUndefined();
});

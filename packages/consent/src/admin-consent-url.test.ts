import { expect, test } from "vitest";
import { buildAdminConsentUrl } from "./admin-consent-url.ts";
import { MICROSOFT_GRAPH_APP_ID } from "./resources.ts";

const permissions = [
  { resourceAppId: MICROSOFT_GRAPH_APP_ID, value: "openid" },
  { resourceAppId: MICROSOFT_GRAPH_APP_ID, value: "Mail.Read" },
];

test("escapes what it is given, so that no value can add a parameter or a path", () => {
  const url = new URL(
    buildAdminConsentUrl({
      tenant: "contoso.example/../evil",
      clientId: "a&scope=b",
      permissions,
      redirectUri: "https://app.example/cb?x=1&y=2",
      state: "s=1#f",
      loginHost: "https://login.example/",
    }),
  );
  expect(url.origin).toBe("https://login.example");
  expect(url.pathname).toBe("/contoso.example%2F..%2Fevil/v2.0/adminconsent");
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: "a&scope=b",
    scope: "openid https://graph.microsoft.com/Mail.Read",
    redirect_uri: "https://app.example/cb?x=1&y=2",
    state: "s=1#f",
  });
  expect(url.hash).toBe("");
});

test("leaves out what is not given", () => {
  const url = buildAdminConsentUrl({ tenant: "t", clientId: "c", permissions });
  expect(url).not.toMatch(/redirect_uri|state/);
});

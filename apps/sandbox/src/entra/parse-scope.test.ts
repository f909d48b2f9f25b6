import { expect, test } from "vitest";
import { parseScope, resourcesOf } from "./parse-scope.ts";
import { exchangeOnline, microsoftGraph } from "./permission-catalog.ts";

const app = {
  appId: "a",
  displayName: "App",
  requiredResourceAccess: [{ resourceAppId: microsoftGraph.appId, scopes: ["User.Read"] }],
};
const values = (scope: string) => parseScope(scope, app).named.map((ref) => ref.value);

test("a bare name is Graph's, in the spelling that Graph publishes, and counts once", () => {
  expect(values("openid mail.read https://graph.microsoft.com/Mail.Read  MAIL.READ")).toEqual([
    "openid",
    "Mail.Read",
  ]);
});

test("an API is named by its address or its app id, with one slash or two", () => {
  for (const prefix of [
    "https://outlook.office365.com/",
    "https://outlook.office.com//",
    `${exchangeOnline.appId}/`,
  ]) {
    expect(resourcesOf(parseScope(`openid ${prefix}EWS.AccessAsUser.All`, app))).toEqual([
      exchangeOnline.appId,
    ]);
  }
});

test("scopes of sign-in alone mean Graph", () => {
  expect(resourcesOf(parseScope("openid profile offline_access", app))).toEqual([microsoftGraph.appId]);
});

test.each([
  ["", 70011],
  ["   ", 70011],
  ['Mail.Read"', 70011],
  ["Mail.Read\u0000", 70011],
  ["groups", 650053],
  ["https://graph.microsoft.com/Nothing", 650053],
  ["https://api.example/Read", 500011],
  [".default Mail.Read", 70011],
  ["https://graph.microsoft.com/.default https://outlook.office365.com/.default", 70011],
])("%j is refused with %i", (scope, code) => {
  expect(() => parseScope(scope, app)).toThrow(expect.objectContaining({ code }));
});

test(".default goes with the scopes of sign-in", () => {
  expect(parseScope("https://graph.microsoft.com/.default openid", app).defaultOf).toEqual([
    microsoftGraph.appId,
  ]);
});

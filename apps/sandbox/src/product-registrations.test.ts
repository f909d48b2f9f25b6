import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { directoryOf } from "./core/directory.ts";
import { demoMicrosoftApp, demoSalesforceApp, openSandbox, type OpenSandboxOptions } from "./index.ts";
import { oauthStoreOf } from "./salesforce/oauth/oauth-store.ts";

const stateFile = join(mkdtempSync(join(tmpdir(), "sandbox-registrations-")), "state.sqlite");

/** Both registrations after a start with these settings on the kept state. */
async function readRegistrations(settings: OpenSandboxOptions) {
  const sandbox = await openSandbox({ ...settings, stateFile });
  await sandbox.buildListener();
  const microsoft = directoryOf(sandbox.context).applications.get(demoMicrosoftApp.objectId)!;
  const salesforce = oauthStoreOf(sandbox.store).apps.get(demoSalesforceApp.clientId)!;
  await sandbox.close();
  return { microsoft, salesforce };
}

test("a kept state follows a product that has moved and changed its name", async () => {
  await readRegistrations({ productUrl: "http://localhost:3000" });
  const { microsoft, salesforce } = await readRegistrations({
    productUrl: "http://localhost:3500",
    productName: "Keel",
    isLegacyEwsOn: true,
  });
  expect(microsoft.displayName).toBe("Keel");
  expect(salesforce.name).toBe("Keel");
  expect(microsoft.redirectUris).toContain("http://localhost:3500/connect/microsoft/callback");
  expect(salesforce.redirectUris).toContain("http://localhost:3500/sign-in/salesforce/callback");
  expect(salesforce.redirectUris).toContain("http://localhost:3000/sign-in/salesforce/callback");
  expect(microsoft.requiredResourceAccess.flatMap(({ scopes }) => scopes)).toContain("EWS.AccessAsUser.All");
});

test("a state from before public client flows lets the registration use them, and a choice made since stays", async () => {
  const settings = { productUrl: "http://localhost:3000" };
  const sandbox = await openSandbox({ ...settings, stateFile });
  const { applications } = directoryOf(sandbox.context);
  const { isFallbackPublicClient: _flag, ...older } = applications.get(demoMicrosoftApp.objectId)!;
  applications.put(older as never);
  await sandbox.close();
  const { microsoft } = await readRegistrations(settings);
  expect(microsoft.isFallbackPublicClient).toBe(true);

  const second = await openSandbox({ ...settings, stateFile });
  directoryOf(second.context).applications.put({ ...microsoft, isFallbackPublicClient: false });
  await second.close();
  expect((await readRegistrations(settings)).microsoft.isFallbackPublicClient).toBe(false);
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readSalesforceAppConfig } from "../config.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import type { CommandIo } from "./command-io.ts";
import { demoSettings } from "./demo-settings.ts";
import { checkApp, showSalesforceApp } from "./salesforce-app.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(() => server.startAgain());

function collect(): { io: CommandIo; output: () => string; errors: () => string } {
  let output = "";
  let errors = "";
  const io: CommandIo = {
    readInput: () => Promise.resolve(""),
    writeOutput: (text) => void (output += text),
    writeError: (text) => void (errors += text),
  };
  return { io, output: () => output, errors: () => errors };
}

function settings(changes: Record<string, string> = {}) {
  const demo = demoSettings({ sandboxUrl: server.sandboxUrl, smtpPort: 1 });
  return readSalesforceAppConfig({ ...demo, PUBLIC_URL: server.productUrl, ...changes });
}

describe("salesforce-app show", () => {
  it("prints what to enter before there is an app or a database", () => {
    const { io, output } = collect();
    const config = readSalesforceAppConfig({ PUBLIC_URL: "https://crm.acme.example" });
    expect(showSalesforceApp({ io, config }, false)).toBe(0);
    expect(output()).toContain("https://crm.acme.example/sign-in/salesforce/callback");
    expect(output()).toContain("not set yet (SALESFORCE_CLIENT_ID)");
    expect(output()).toContain("Permitted Users");
  });

  it("prints the same as JSON, and never the secret", () => {
    const { io, output } = collect();
    showSalesforceApp({ io, config: settings() }, true);
    expect(JSON.parse(output())).toMatchObject({ scopes: [{ scope: "api" }, {}, {}, {}] });
    expect(output()).not.toContain("sandbox-salesforce-secret");
  });
});

describe("salesforce-app check", () => {
  const check = async (changes: Record<string, string> = {}) => {
    const { io, output, errors } = collect();
    const code = await checkApp({ io, config: settings(changes), fetch: globalThis.fetch }, true);
    const checks =
      output() === "" ? [] : (JSON.parse(output()) as { check: string; outcome: string; text: string }[]);
    return {
      code,
      errors: errors(),
      wrong: checks.filter(({ outcome }) => outcome !== "fine"),
      output: output(),
    };
  };

  it("finds nothing where all fits", async () => {
    const { code, wrong, output } = await check();
    expect([code, wrong]).toEqual([0, []]);
    expect(output).not.toContain("sandbox-salesforce-secret");
  });

  it.each([
    ["a wrong key", { SALESFORCE_CLIENT_ID: "3MVGwrong" }, "consumer_key", /consumer key/i],
    ["another callback", { PUBLIC_URL: "http://localhost:1" }, "consumer_key", /callback address/],
    [
      "a wrong secret",
      { SALESFORCE_CLIENT_SECRET: "wrong" },
      "consumer_secret",
      /refuses the consumer secret/,
    ],
    [
      "an allow-list that is too narrow",
      { SALESFORCE_ALLOWED_HOSTS: ".other.example" },
      "allowed_hosts",
      /leaves out/,
    ],
    [
      "a host that does not answer",
      { SALESFORCE_LOGIN_URL: "http://localhost:1" },
      "login_host",
      /does not answer/,
    ],
    [
      "a Lightning host",
      { SALESFORCE_LOGIN_URL: "https://acme.lightning.force.com" },
      "login_host",
      /My Domain/,
    ],
  ])("finds %s", async (_name, changes, name, text) => {
    const { code, wrong } = await check(changes);
    expect(code).toBe(1);
    const found = wrong.find((one) => one.check === name);
    expect(found?.text).toMatch(text);
  });

  it("finds an app that is too young, and nothing ten minutes later", async () => {
    await server.control("/_sandbox/scenario", { salesforce: { apps: [{ usableInSeconds: 600 }] } });
    expect((await check()).wrong[0]?.text).toMatch(/ten minutes/);
    await server.control("/_sandbox/clock", { advanceSeconds: 600 });
    expect((await check()).code).toBe(0);
  });

  it("says what is missing where there is no key yet", async () => {
    const { io, errors } = collect();
    const config = readSalesforceAppConfig({});
    expect(await checkApp({ io, config, fetch: globalThis.fetch }, false)).toBe(2);
    expect(errors()).toContain("SALESFORCE_CLIENT_ID is missing");
  });
});

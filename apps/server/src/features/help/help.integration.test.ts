import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

async function read(path: string): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(server.productUrl + path);
  return { status: response.status, text: await response.text(), headers: response.headers };
}

describe("help", () => {
  it("answers without a session, lets no foreign script run, and serves its own", async () => {
    const { status, text, headers } = await read("/help/need-admin-approval");
    expect([status, headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(headers.get("content-security-policy")).toContain("script-src 'self'");
    expect(headers.get("content-security-policy")).not.toContain("'unsafe-inline' 'self'");
    expect(text.match(/<script[^>]*>/g)).toEqual(['<script src="/help/assets/help.js" defer>']);
    const script = await read("/help/assets/help.js");
    expect([script.status, script.headers.get("content-type")]).toEqual([
      200,
      "text/javascript; charset=utf-8",
    ]);
  });

  it("finds an article by words, without a script", async () => {
    const { text } = await read("/help?q=revoke+permission");
    expect(text).toMatch(/<li><a href="\/help\/take-it-back[^"]*">/);
    expect(text).toContain("<mark>");
  });

  it("finds the section of a pasted error page's address", async () => {
    const address =
      "https://login.salesforce.com/setup/secur/RemoteAccessErrorPage.apexp?error=invalid_client&error_description=app+must+be+installed+into+org";
    const { text } = await read(`/help?q=${encodeURIComponent(address)}`);
    const [, first] = /<ul class="articles hits"><li><a href="([^"]*)"/.exec(text) ?? [];
    expect(first).toBe("/help/error-codes#app_must_be_installed");
  });

  it("shows a hostile question as text", async () => {
    const { text } = await read(`/help?q=${encodeURIComponent('mailbox"><script>alert(1)</script>')}`);
    expect(text).not.toContain("<script>alert");
    expect(text).toContain("&lt;script&gt;");
  });

  it("says so when nothing is found, and bears a question that is too long or given twice", async () => {
    expect((await read("/help?q=zzzzqqq")).text).toContain("Nothing was found");
    expect((await read(`/help?q=${"x".repeat(9000)}`)).status).toBe(200);
    expect((await read("/help?q=a&q=b")).status).toBe(200);
  });

  it("answers an error with the way to its section", async () => {
    const { status, text } = await read("/api/session");
    expect([status, JSON.parse(text)]).toMatchObject([
      401,
      { error: { code: "not_signed_in", help: "/help/error-codes#not_signed_in" } },
    ]);
    const page = await read("/sign-in/salesforce/callback?code=a&state=b");
    expect(page.text).toContain('href="/help/error-codes#authorization_not_found"');
  });
});

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { getSession, mailApproval, reportClosedWindow } from "@outrigger/api-contract";
import { addressOf, callEndpoint } from "./call-endpoint.ts";
import { ApiError } from "./api-error.ts";

const browserFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = browserFetch;
});

/** Answers every request with one answer, as the page's own origin. */
async function answerWith(
  status: number,
  body: string,
  check: (req: IncomingMessage, text: string) => void = () => {},
) {
  const server = createServer((req, res) => {
    let text = "";
    req.on("data", (chunk) => (text += chunk));
    req.on("end", () => {
      check(req, text);
      res.writeHead(status, { "content-type": "application/json" }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  globalThis.fetch = (input, init) => browserFetch(new URL(input as string, origin), init);
  return () => new Promise((resolve) => server.close(resolve));
}

const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => expect.unreachable("the call should have failed"),
    (error: unknown) => error as ApiError,
  );

test("an error answer keeps the server's code, words and request id", async () => {
  const close = await answerWith(
    409,
    JSON.stringify({
      error: { code: "conflict", message: "It is granted already.", requestId: "r-1", help: "/help" },
    }),
  );
  const error = await failureOf(callEndpoint(getSession));
  await close();
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({
    code: "conflict",
    status: 409,
    publicMessage: "It is granted already.",
    requestId: "r-1",
  });
});

test("an answer outside the contract is refused instead of shown", async () => {
  const close = await answerWith(200, JSON.stringify({ user: "somebody" }));
  expect((await failureOf(callEndpoint(getSession))).code).toBe("unexpected_answer");
  await close();
});

test("an error page that is not ours does not reach the screen", async () => {
  const close = await answerWith(502, "<html>Bad gateway</html>");
  const error = await failureOf(callEndpoint(getSession));
  expect(error).toMatchObject({ code: "unexpected_answer", status: 502, publicMessage: undefined });
  await close();
});

test("a server that is gone is told apart from one that refuses", async () => {
  globalThis.fetch = () => Promise.reject(new TypeError("connection refused"));
  expect((await failureOf(callEndpoint(getSession))).code).toBe("network");
});

test("the body travels as JSON and the path carries only ids", async () => {
  let seen: unknown;
  const close = await answerWith(200, '{"sent":true}', (req, text) => {
    seen = { url: req.url, type: req.headers["content-type"], body: JSON.parse(text) };
  });
  await callEndpoint(mailApproval, {
    params: { approvalId: "7b0e5d0e-65a8-4b57-9a06-8d1a4f5f6a01" },
    body: { to: "megan@contoso.example", message: "Please" },
  });
  await close();
  expect(seen).toEqual({
    url: "/api/approvals/7b0e5d0e-65a8-4b57-9a06-8d1a4f5f6a01/mails",
    type: "application/json",
    body: { to: "megan@contoso.example", message: "Please" },
  });
});

test("path values cannot leave their segment", () => {
  expect(addressOf(reportClosedWindow.path, { params: { authorizationId: "../x?y" } })).toBe(
    "/api/mailbox-connection/authorizations/..%2Fx%3Fy/closed",
  );
  expect(() => addressOf("/api/:missing", {})).toThrow(/missing/);
});

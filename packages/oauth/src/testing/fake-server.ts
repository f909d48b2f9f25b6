import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { OAuthParties } from "../index.ts";
import { Secret } from "../index.ts";

export interface ReceivedRequest {
  readonly path: string;
  readonly form: URLSearchParams;
}

export interface FakeReply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: unknown;
}

export const NOW = new Date("2026-11-23T12:00:00Z");
export const TENANT_ID = "11111111-2222-4333-8444-555555555555";

/** A listener on loopback that answers token calls with what the test says next, and publishes one RS256 key. */
export async function startFakeServer() {
  const replies: FakeReply[] = [];
  const received: ReceivedRequest[] = [];
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(publicKey)), kid: "key1", alg: "RS256", use: "sig" };
  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const path = req.url ?? "/";
    received.push({ path, form: new URLSearchParams(await readBody(req)) });
    const next = path === "/keys" ? { body: { keys: [jwk] } } : replies.shift();
    const reply: FakeReply = next ?? { status: 599, body: "" };
    const isText = typeof reply.body === "string";
    const contentType = isText ? "text/html" : "application/json";
    res.writeHead(reply.status ?? 200, { "content-type": contentType, ...reply.headers });
    res.end(isText ? reply.body : JSON.stringify(reply.body));
  };
  const server = createServer((req, res) => void answer(req, res));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const root = `http://127.0.0.1:${port}`;
  const parties: OAuthParties = {
    server: {
      issuer: `${root}/{tenantid}/v2.0`,
      authorizationEndpoint: `${root}/authorize`,
      tokenEndpoint: `${root}/token`,
      revocationEndpoint: `${root}/revoke`,
      jwksUri: `${root}/keys`,
    },
    client: { clientId: "client1", clientSecret: new Secret("s3cret&=") },
    transport: { fetch: (input, init) => fetch(input, init), now: () => NOW, timeoutSeconds: 2 },
  };
  const signIdToken = (claims: Record<string, unknown> = {}, key = privateKey): Promise<string> => {
    const seconds = Math.floor(NOW.getTime() / 1000);
    return new SignJWT({
      iss: `${root}/${TENANT_ID}/v2.0`,
      aud: "client1",
      sub: "subject1",
      tid: TENANT_ID,
      nonce: "nonce1",
      iat: seconds,
      exp: seconds + 3600,
      ...claims,
    })
      .setProtectedHeader({ alg: "RS256", kid: "key1" })
      .sign(key);
  };
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  return { root, parties, replies, received, signIdToken, close };
}

async function readBody(req: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of req) text += String(chunk);
  return text;
}

import { request as httpsRequest } from "node:https";
import { mkdtempSync, readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AuthenticationHandler,
  Client,
  type Context,
  type Middleware,
} from "@microsoft/microsoft-graph-client";
import { loadCertificates } from "../../core/tls/load-certificates.ts";
import type { Sandbox } from "../../core/create-sandbox.ts";

/** Microsoft's own client over TLS to a listener of the sandbox; only the sandbox's CA is trusted. */
export async function connectGraphClient(sandbox: Sandbox, token: string): Promise<Client> {
  const folder = mkdtempSync(join(tmpdir(), "graph-client-"));
  const caFile = join(folder, "ca.pem");
  const listener = await sandbox.buildListener({
    forceCloseConnections: true,
    https: await loadCertificates({ folder, caFile }, new Date()),
  });
  await listener.listen({ port: 0, host: "127.0.0.1" });
  const { port } = listener.server.address() as AddressInfo;
  const authentication = new AuthenticationHandler({ getAccessToken: async () => token });
  authentication.setNext(new TlsHandler(readFileSync(caFile, "utf8")));
  return Client.initWithMiddleware({
    middleware: authentication,
    baseUrl: `https://localhost:${port}/graph/`,
    defaultVersion: "v1.0",
    customHosts: new Set(["localhost"]),
  });
}

/** The last link of the client's chain: sends the request, as fetch cannot be given a CA. */
class TlsHandler implements Middleware {
  readonly #ca: string;
  constructor(ca: string) {
    this.#ca = ca;
  }

  async execute(context: Context): Promise<void> {
    const { method = "GET", headers, body } = context.options ?? {};
    context.response = await new Promise<Response>((resolve, reject) => {
      const sent = httpsRequest(
        String(context.request),
        { method, ca: this.#ca, headers: Object.fromEntries(new Headers(headers as Record<string, string>)) },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("end", () => {
            const status = answer.statusCode ?? 500;
            resolve(
              new Response(status === 204 ? null : Buffer.concat(chunks), {
                status,
                headers: Object.fromEntries(
                  Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
                ),
              }),
            );
          });
        },
      );
      sent.on("error", reject);
      sent.end(body as string | undefined);
    });
  }
}

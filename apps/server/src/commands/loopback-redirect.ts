import { createServer, type ServerResponse } from "node:http";

export interface LoopbackRedirect {
  /** `http://localhost:<port>`: Entra ignores the port of a registered `http://localhost` (RFC 8252 §7.3). */
  readonly redirectUri: string;
  /** What the browser brings with this `state`, once. Rejects when `signal` is aborted. */
  waitFor(state: string, signal: AbortSignal): Promise<URLSearchParams>;
  close(): Promise<void>;
}

const PAGE =
  "<!doctype html><meta charset=utf-8><title>Done</title><p>You can close this window and go back to the terminal.";

/** Listens on this machine alone for the one browser that comes back from a sign-in. */
export async function openLoopbackRedirect(): Promise<LoopbackRedirect> {
  const arrived = new Map<string, (parameters: URLSearchParams) => void>();
  const server = createServer((request, response) => {
    const url = URL.parse(request.url ?? "/", "http://localhost");
    const take = url?.pathname === "/" ? arrived.get(url.searchParams.get("state") ?? "") : undefined;
    // Any page may send a browser here: what does not carry our state is nobody's answer.
    if (request.method !== "GET" || url === null || take === undefined) return answer(response, 404, "");
    take(url.searchParams);
    answer(response, 200, PAGE);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "localhost", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    redirectUri: `http://localhost:${port}`,
    waitFor: (state, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(toError(signal.reason));
        signal.addEventListener("abort", () => reject(toError(signal.reason)), { once: true });
        arrived.set(state, (parameters) => {
          arrived.delete(state);
          resolve(parameters);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error("The waiting was ended.");
}

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'",
    "referrer-policy": "no-referrer",
    connection: "close",
  });
  response.end(body);
}

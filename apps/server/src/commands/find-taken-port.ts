import { once } from "node:events";
import { createServer } from "node:net";

export interface WantedPort {
  /** The setting that chooses it. */
  readonly setting: string;
  readonly port: number;
}

/** The first port that somebody listens on already; looked at before anything is started. 0 means any free one. */
export async function findTakenPort(wanted: readonly WantedPort[]): Promise<WantedPort | undefined> {
  for (const candidate of wanted) {
    if (candidate.port !== 0 && !(await isFree(candidate.port))) return candidate;
  }
  return undefined;
}

/** `localhost` is two addresses, and a listener on either is in our way. */
async function isFree(port: number): Promise<boolean> {
  for (const host of ["127.0.0.1", "::1"]) {
    const server = createServer();
    try {
      server.listen({ port, host, exclusive: true });
      await once(server, "listening");
      server.close();
      await once(server, "close");
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      // No IPv6 here: then nobody listens on it either.
      if (code !== "EADDRNOTAVAIL" && code !== "EAFNOSUPPORT") return false;
    }
  }
  return true;
}

import { createSandbox, type Sandbox } from "../../core/create-sandbox.ts";
import type { FastifyInstance } from "fastify";
import { entraPart } from "../../entra/entra-part.ts";
import { graphPart } from "../graph-part.ts";
import { issueGraphToken, type GraphTokenWish } from "./issue-graph-token.ts";

export const mailScopes = ["User.Read", "Mail.ReadWrite"];

export interface GraphAnswer {
  status: number;
  headers: Record<string, string | undefined>;
  // Tests look into answers freely.
  // oxlint-disable-next-line typescript/no-explicit-any
  json: any;
  bytes: Buffer;
}

export interface CallOptions extends Partial<GraphTokenWish> {
  headers?: Record<string, string>;
  body?: unknown;
}

export interface OpenGraph {
  sandbox: Sandbox;
  app: FastifyInstance;
  /** Calls `/graph/v1.0` + target as Adele with mail scopes unless told otherwise. */
  call(method: string, target: string, options?: CallOptions): Promise<GraphAnswer>;
  close(): Promise<void>;
}

/** Entra and Graph without a port, over a state in memory unless a file is named. */
export async function openGraph(stateFile?: string): Promise<OpenGraph> {
  const sandbox = await createSandbox({
    parts: [entraPart, graphPart],
    settings: { productUrl: "http://localhost:3000", productName: "Outrigger", isLegacyEwsOn: true },
    stateFile,
  });
  const app = await sandbox.buildListener();
  return {
    sandbox,
    app,
    call: async (method, target, { headers, body, ...wish } = {}) => {
      const token = await issueGraphToken(sandbox.context, { scopes: mailScopes, ...wish });
      const response = await app.inject({
        method: method as "GET",
        url: target.startsWith("/_sandbox") ? target : `/graph/v1.0${target}`,
        headers: {
          host: "localhost:4000",
          authorization: `Bearer ${token}`,
          ...(body === undefined || headers?.["content-type"] ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined
          ? {}
          : { payload: typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
      });
      const bytes = response.rawPayload;
      const isJson = (response.headers["content-type"] ?? "").startsWith("application/json");
      return {
        status: response.statusCode,
        headers: response.headers as Record<string, string | undefined>,
        json: isJson ? JSON.parse(bytes.toString()) : undefined,
        bytes,
      };
    },
    close: () => sandbox.close(),
  };
}

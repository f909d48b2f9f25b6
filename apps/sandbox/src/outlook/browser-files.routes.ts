import { readFile } from "node:fs/promises";
import type { FastifyInstance } from "fastify";

const files = [
  { path: "/outlook/office.js", file: "office.js", type: "text/javascript; charset=utf-8" },
  { path: "/outlook/outlook.js", file: "outlook.js", type: "text/javascript; charset=utf-8" },
  { path: "/outlook/outlook.css", file: "outlook.css", type: "text/css; charset=utf-8" },
] as const;

/** The plain files that browsers load; `office.js` also from the product's pages, as from Microsoft's CDN. */
export async function registerOutlookFiles(app: FastifyInstance): Promise<void> {
  for (const { path, file, type } of files) {
    const content = await readFile(new URL(`browser/${file}`, import.meta.url));
    app.get(path, async (_request, reply) =>
      reply
        .type(type)
        .headers({
          "cache-control": "no-cache",
          "x-content-type-options": "nosniff",
          "access-control-allow-origin": "*",
          "cross-origin-resource-policy": "cross-origin",
        })
        .send(content),
    );
  }
}

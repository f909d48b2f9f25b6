import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Config } from "../config.ts";
import { escapeHtml } from "./escape-html.ts";
import { RequestError } from "./request-error.ts";
import { panelPolicy, sidebarPolicy } from "./security-headers.ts";

const appsFolder = fileURLToPath(new URL("../../..", import.meta.url));
const sidebarFolder = join(appsFolder, "sidebar", "dist");
const panelFolder = join(appsFolder, "admin-panel", "dist");

/** The built screens: `/sidebar`, `/admin`, `/approval`, `/remedies` and `/salesforce-access`. Their HTML is filled with this installation's names. */
export async function registerPages(app: FastifyInstance, config: Config): Promise<void> {
  const sidebar = sidebarPolicy(config);
  await serveAssets(app, { prefix: "/sidebar/assets/", folder: join(sidebarFolder, "assets") });
  await serveAssets(app, { prefix: "/admin/assets/", folder: join(panelFolder, "assets") });

  app.get("/", async (_request, reply) => reply.redirect("/admin"));
  for (const path of ["/sidebar", "/sidebar/"]) {
    app.get(path, (_request, reply) =>
      sendFilled(reply, { file: join(sidebarFolder, "index.html"), policy: sidebar, config }),
    );
  }
  app.get("/sidebar/dialog.html", (_request, reply) =>
    sendFilled(reply, { file: join(sidebarFolder, "dialog.html"), policy: sidebar, config }),
  );
  app.get("/sidebar/manifest.xml", (_request, reply) =>
    sendFilled(reply, { file: join(sidebarFolder, "manifest.xml"), policy: sidebar, config }),
  );
  app.get<{ Params: { "*": string } }>("/sidebar/*", async (request, reply) =>
    sendStaticFile(reply, sidebarFolder, request.params["*"]),
  );
  for (const page of ["approval", "remedies", "salesforce-access"]) {
    app.get(`/${page}`, (_request, reply) =>
      sendFilled(reply, { file: join(panelFolder, `${page}.html`), policy: panelPolicy, config }),
    );
  }
  // Every address below /admin is one of the panel's own pages: the same file answers all.
  for (const path of ["/admin", "/admin/*"]) {
    app.get(path, (_request, reply) =>
      sendFilled(reply, { file: join(panelFolder, "index.html"), policy: panelPolicy, config }),
    );
  }
}

/** Files whose names carry a hash of their content: they may be kept for ever. */
async function serveAssets(
  app: FastifyInstance,
  { prefix, folder }: { prefix: string; folder: string },
): Promise<void> {
  if (!existsSync(folder)) return;
  await app.register(fastifyStatic, {
    root: folder,
    prefix,
    decorateReply: false,
    index: false,
    immutable: true,
    maxAge: "365d",
  });
}

const plainTypes: Readonly<Record<string, string>> = {
  png: "image/png",
  svg: "image/svg+xml",
  ico: "image/x-icon",
};

/** Pictures beside the pages (the manifest's icons). Names only: no path leads out of the folder. */
async function sendStaticFile(reply: FastifyReply, folder: string, name: string): Promise<FastifyReply> {
  const match = /^(?:[\w-]+\/)?[\w-]+\.(\w+)$/.exec(name);
  const type = plainTypes[match?.[1] ?? ""];
  if (type === undefined) throw new RequestError("not_found");
  const content = await readFile(join(folder, name)).catch(() => undefined);
  if (content === undefined) throw new RequestError("not_found");
  return reply
    .headers({ "cache-control": "max-age=3600", "cross-origin-resource-policy": "cross-origin" })
    .type(type)
    .send(content);
}

async function sendFilled(
  reply: FastifyReply,
  { file, policy, config }: { file: string; policy: string; config: Config },
): Promise<FastifyReply> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined)
    throw new RequestError("not_found", "This screen is not built. Run `npm run build`.");
  const type = file.endsWith(".xml") ? "text/xml; charset=utf-8" : "text/html; charset=utf-8";
  return reply
    .headers({ "content-security-policy": policy, "cache-control": "no-cache" })
    .type(type)
    .send(fillPlaceholders(text, config));
}

/** `__PRODUCT_NAME__` and its like become this installation's words, escaped for HTML and XML. */
function fillPlaceholders(text: string, config: Config): string {
  const values: Readonly<Record<string, string>> = {
    OFFICE_JS_URL: config.sidebar.officeJsUrl,
    PUBLIC_URL: config.publicUrl,
    PRODUCT_NAME: config.product.productName,
    PRODUCT_SHORT_NAME: config.product.shortName,
    COMPANY_NAME: config.product.companyName,
  };
  return text.replaceAll(/__([A-Z_]+?)__/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : escapeHtml(value);
  });
}

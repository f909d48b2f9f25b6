import type { FastifyInstance } from "fastify";
import type { SandboxContext } from "../core/part.ts";
import { readParameters } from "./authorization-request.ts";
import { browserOf } from "./browser-cookie.ts";
import { beginDevice, DEVICE_PAGE } from "./device-sign-in.ts";
import { enterCodePage } from "./pages/device-pages.ts";
import { formOf } from "./request-origin.ts";
import { answerStep, sendPage } from "./sign-in.routes.ts";

/** "Enter code": where a device sends its person to; `otc` fills the code in. */
export function registerDeviceCodePage(app: FastifyInstance, context: SandboxContext): void {
  app.get(DEVICE_PAGE, (request, reply) => sendPage(reply, enterCodePage({ code: readCode(request.query) })));
  app.post(DEVICE_PAGE, (request, reply) => {
    const typed = readCode(formOf(request));
    const step = beginDevice({ context, browserId: browserOf(request, reply) }, typed);
    if (step) return answerStep(context, { request, reply }, () => step);
    const notice = "That code didn't work. Check the code and try again.";
    return sendPage(reply, enterCodePage({ code: typed, notice }));
  });
}

/** A code that comes twice is no code. */
function readCode(raw: unknown): string {
  const otc = typeof raw === "object" && raw !== null && "otc" in raw ? raw.otc : undefined;
  return typeof otc === "string" ? (readParameters({ otc }).get("otc") ?? "").slice(0, 40) : "";
}

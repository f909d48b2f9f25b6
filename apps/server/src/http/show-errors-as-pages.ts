import type { RequestErrorCode } from "@outrigger/api-contract";
import type { FastifyInstance } from "fastify";
import type { Config } from "../config.ts";
import { toRequestError } from "./error-handler.ts";
import { sendErrorPage } from "./send-error-page.ts";

/**
 * Lets the routes of `scope` answer errors with a page, as a person looks at them in a window; JSON stays for scripts.
 * `titles` names what cannot go on; `sentences` replaces what a code says where the reader is not a user of the sidebar.
 */
export function showErrorsAsPages(
  scope: FastifyInstance,
  config: Pick<Config, "product">,
  words: {
    readonly title: string;
    readonly sentences?: Readonly<Partial<Record<RequestErrorCode, string>>>;
  },
): void {
  scope.setErrorHandler((error: Error, request, reply) => {
    const { code, publicMessage } = toRequestError(error);
    // Our own fault is logged and answered where every other one is.
    if (code === "internal_error") throw error;
    request.log.info({ code }, "A request was refused.");
    const page = { code, title: words.title, sentence: words.sentences?.[code] ?? publicMessage };
    return sendErrorPage(request, reply, { page, product: config.product });
  });
}

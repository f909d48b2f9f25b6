import type { SandboxPart } from "../core/part.ts";
import { registerOutlookFiles } from "./browser-files.routes.ts";
import { registerOutlook } from "./outlook.routes.ts";

/** Outlook on the web at `/outlook`, with the product's add-in beside the mail over a stand-in for Office.js. */
export const outlookPart: SandboxPart = {
  name: "outlook",
  register: async (app, context) => {
    await registerOutlookFiles(app);
    registerOutlook(app, context);
  },
  // The page shows what the directory and the mailboxes hold; it has no documents of its own.
  seed: () => {},
};

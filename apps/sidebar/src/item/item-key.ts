import type { OpenMail } from "../office-host/index.ts";

/** Names what was looked up for a mail; all of them begin with `item`. */
export const itemKeyOf = (mail: OpenMail) => ["item", mail.internetMessageId] as const;

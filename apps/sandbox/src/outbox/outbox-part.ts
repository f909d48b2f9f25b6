import type { SandboxPart } from "../core/part.ts";
import { outboxOf } from "./outbox.ts";

/** `GET /_sandbox/outbox`: the mail that came in by SMTP; `startOutboxSmtp` listens for it. */
export const outboxPart: SandboxPart = {
  name: "outbox",
  register: (app, context) => {
    app.get("/_sandbox/outbox", async () => ({ messages: outboxOf(context).all() }));
    app.delete("/_sandbox/outbox", async () => {
      for (const { id } of outboxOf(context).all()) outboxOf(context).delete(id);
      return { messages: [] };
    });
  },
  seed: () => undefined,
  describeState: (context) => ({ messages: outboxOf(context).size }),
};

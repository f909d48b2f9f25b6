import { expect, test } from "vitest";
import { defineMessages } from "./define-messages.ts";

const messagesOf = defineMessages(
  { hello: "Hello", waiting: (count: number) => `${count} wait` },
  { de: { hello: "Hallo", waiting: (count) => `${count} warten` } },
);

test("falls back from the region to the language to English", () => {
  expect(messagesOf("de-AT").hello).toBe("Hallo");
  expect(messagesOf("DE").waiting(2)).toBe("2 warten");
  expect(messagesOf("fr").hello).toBe("Hello");
  expect(messagesOf().waiting(3)).toBe("3 wait");
});

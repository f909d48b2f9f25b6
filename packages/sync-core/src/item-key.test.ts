import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { computeItemKey, parseMailItemId } from "./index.ts";
import { buildHeader } from "./testing/build-records.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const key = (internetMessageId: string | undefined, id = "a", organizationId = "00D1") =>
  computeItemKey(
    { organizationId, message: { ...buildHeader(), internetMessageId, id: parseMailItemId(id) } },
    sha256,
  );

describe("computeItemKey", () => {
  it("is the same for one mail in two mailboxes", () => {
    expect(key("<x@y.example>", "a")).toBe(key(" <x@y.example>\r\n ", "b"));
  });

  it("differs between organizations, between mails, and by case of the Message-ID", () => {
    const keys = [
      key("<x@y.example>"),
      key("<z@y.example>"),
      key("<X@y.example>"),
      key("<x@y.example>", "a", "00D2"),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("falls back to the mail's own id, which no Message-ID can imitate", () => {
    expect(key(undefined, "a")).not.toBe(key(undefined, "b"));
    expect(key("<>", "a")).toBe(key(undefined, "a"));
    expect(key("item:a", "b")).not.toBe(key(undefined, "a"));
  });
});

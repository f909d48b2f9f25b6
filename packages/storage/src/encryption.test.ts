import { inspect } from "node:util";
import { Secret } from "@outrigger/oauth";
import { assert as assertProperty, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { createSecretEncryption, EncryptionError, type SecretPlace } from "./encryption.ts";

const oldKey = { id: "old", key: Buffer.alloc(32, 1) };
const newKey = { id: "new", key: Buffer.alloc(32, 2) };
const place: SecretPlace = { table: "crm_connection", column: "refresh_token", rowId: "row-1" };

describe("secret encryption", () => {
  it("gives back any text", () => {
    const encryption = createSecretEncryption([newKey]);
    assertProperty(
      property(string({ unit: "grapheme" }), (text) => {
        const envelope = encryption.encryptSecret(new Secret(text), place);
        expect(encryption.decryptSecret(envelope, place).reveal()).toBe(text);
      }),
    );
  });

  it("never makes the same envelope twice, nor one that shows the text", () => {
    const encryption = createSecretEncryption([newKey]);
    const [one, two] = [1, 2].map(() => encryption.encryptSecret(new Secret("refresh-token"), place));
    expect(one).not.toBe(two);
    expect(one).not.toContain(Buffer.from("refresh-token").toString("base64url"));
  });

  it("cannot be read in another row, column or table", () => {
    const encryption = createSecretEncryption([newKey]);
    const envelope = encryption.encryptSecret(new Secret("t"), place);
    for (const moved of [{ rowId: "row-2" }, { column: "access_token" }, { table: "mailbox_connection" }]) {
      expect(() => encryption.decryptSecret(envelope, { ...place, ...moved })).toThrow(EncryptionError);
    }
  });

  it("notices any changed bit", () => {
    const encryption = createSecretEncryption([newKey]);
    const envelope = encryption.encryptSecret(new Secret("token"), place);
    const parts = envelope.split(".");
    for (const index of [2, 3, 4]) {
      const bytes = Buffer.from(parts[index]!, "base64url");
      bytes[0]! ^= 1;
      const changed = parts.with(index, bytes.toString("base64url")).join(".");
      expect(() => encryption.decryptSecret(changed, place)).toThrow(EncryptionError);
    }
  });

  it("refuses a shortened authentication tag", () => {
    const encryption = createSecretEncryption([newKey]);
    const parts = encryption.encryptSecret(new Secret("token"), place).split(".");
    const tag = Buffer.from(parts[3]!, "base64url").subarray(0, 4);
    const changed = parts.with(3, tag.toString("base64url")).join(".");
    expect(() => encryption.decryptSecret(changed, place)).toThrow(EncryptionError);
  });

  it("reads with every key and writes with the first, so that keys rotate", () => {
    const before = createSecretEncryption([oldKey]);
    const after = createSecretEncryption([newKey, oldKey]);
    const envelope = before.encryptSecret(new Secret("token"), place);
    expect(after.decryptSecret(envelope, place).reveal()).toBe("token");
    expect(after.isStale(envelope)).toBe(true);
    expect(after.isStale(after.encryptSecret(new Secret("token"), place))).toBe(false);
    expect(() => createSecretEncryption([newKey]).decryptSecret(envelope, place)).toThrow(
      "key old is not configured",
    );
  });

  it("does not print what it decrypted", () => {
    const encryption = createSecretEncryption([newKey]);
    const secret = encryption.decryptSecret(encryption.encryptSecret(new Secret("token"), place), place);
    expect(`${inspect(secret)} ${JSON.stringify({ secret })}`).not.toContain("token");
  });

  it.each([
    [[]],
    [[oldKey, oldKey]],
    [[{ id: "k", key: Buffer.alloc(16) }]],
    [[{ id: "a.b", key: oldKey.key }]],
  ])("refuses unusable keys", (keys) => {
    expect(() => createSecretEncryption(keys)).toThrow(EncryptionError);
  });
});

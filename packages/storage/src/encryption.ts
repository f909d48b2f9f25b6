import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { Secret } from "@outrigger/oauth";

/** Where an encrypted value stands. Bound to the envelope, so that a value copied into another row cannot be read. */
export interface SecretPlace {
  readonly table: string;
  readonly column: string;
  readonly rowId: string;
}

export interface EncryptionKey {
  /** Letters, digits, `-` and `_`; stands readable in every envelope. */
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/** Encrypts with the first key, reads with any: rotating means putting a new key first and keeping the old one behind it. */
export interface SecretEncryption {
  encryptSecret(secret: Secret, place: SecretPlace): string;
  /** @throws {EncryptionError} when the key is missing, or the envelope was changed or moved. */
  decryptSecret(envelope: string, place: SecretPlace): Secret;
  /** Whether the envelope was made with an older key, so that the next write (or `keys rotate`) renews it. */
  isStale(envelope: string): boolean;
}

/** A stored secret cannot be read: its key is not configured, or it was tampered with. */
export class EncryptionError extends Error {
  override readonly name = "EncryptionError";
}

const VERSION = "v1";

/** @throws {EncryptionError} when there is no key, an id occurs twice or a key has the wrong length. */
export function createSecretEncryption(keys: readonly EncryptionKey[]): SecretEncryption {
  const [current] = keys;
  if (current === undefined) throw new EncryptionError("At least one encryption key is needed.");
  const keysById = new Map(keys.map((entry) => [entry.id, entry.key]));
  if (keysById.size !== keys.length) throw new EncryptionError("Two encryption keys have the same id.");
  for (const { id, key } of keys) {
    if (!/^[\w-]{1,64}$/.test(id)) throw new EncryptionError("An encryption key's id has other characters.");
    if (key.length !== 32) throw new EncryptionError(`The encryption key ${id} must be 32 bytes long.`);
  }
  return {
    encryptSecret: (secret, place) => {
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", current.key, iv);
      cipher.setAAD(additionalData(place, current.id));
      const text = Buffer.concat([cipher.update(secret.reveal(), "utf8"), cipher.final()]);
      return [VERSION, current.id, ...[iv, cipher.getAuthTag(), text].map(toBase64Url)].join(".");
    },
    decryptSecret: (envelope, place) => {
      const { keyId, iv, tag, text } = parseEnvelope(envelope);
      const key = keysById.get(keyId);
      if (key === undefined) throw new EncryptionError(`The encryption key ${keyId} is not configured.`);
      try {
        // A short tag would be accepted otherwise and is easier to forge (NIST SP 800-38D §5.2.1.2).
        const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: 16 });
        decipher.setAAD(additionalData(place, keyId));
        decipher.setAuthTag(tag);
        return new Secret(Buffer.concat([decipher.update(text), decipher.final()]).toString("utf8"));
      } catch (cause) {
        throw new EncryptionError(`A secret in ${place.table}.${place.column} cannot be read.`, { cause });
      }
    },
    isStale: (envelope) => parseEnvelope(envelope).keyId !== current.id,
  };
}

function additionalData(place: SecretPlace, keyId: string): Buffer {
  return Buffer.from(JSON.stringify([VERSION, keyId, place.table, place.column, place.rowId]), "utf8");
}

function toBase64Url(bytes: Buffer): string {
  return bytes.toString("base64url");
}

function parseEnvelope(envelope: string): { keyId: string; iv: Buffer; tag: Buffer; text: Buffer } {
  const [version, keyId, iv, tag, text, ...rest] = envelope.split(".");
  if (
    version !== VERSION ||
    keyId === undefined ||
    iv === undefined ||
    tag === undefined ||
    text === undefined ||
    rest.length > 0
  ) {
    throw new EncryptionError("A stored secret is not an envelope of this version.");
  }
  return {
    keyId,
    iv: Buffer.from(iv, "base64url"),
    tag: Buffer.from(tag, "base64url"),
    text: Buffer.from(text, "base64url"),
  };
}

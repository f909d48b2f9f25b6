import { createHash, randomBytes } from "node:crypto";

/** 256 random bits in base64url: an unguessable token, of which only the hash is stored. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** A plain digest is enough, as our tokens are random and long: there is nothing to guess that a slow hash would protect. */
export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token, "utf8").digest();
}

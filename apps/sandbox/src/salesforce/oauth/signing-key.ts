import { createHash } from "node:crypto";
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from "jose";
import type { Document, DocumentStore } from "../../core/document-store.ts";
import type { SandboxContext } from "../../core/part.ts";
import { textOf, type StoredRecord } from "../org.ts";

interface SigningKey extends Document {
  readonly privateJwk: JWK;
  readonly publicJwk: JWK;
}

const keysOf = (store: DocumentStore) => store.collection<SigningKey>("salesforceSigningKeys");

/** Makes the key that signs id_tokens; called by each seed, and kept over a reset. */
export async function createSigningKey(store: DocumentStore): Promise<void> {
  if (keysOf(store).size > 0) return;
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  const marks = { kid: "salesforce-1", alg: "RS256", use: "sig" };
  keysOf(store).put({
    id: marks.kid,
    publicJwk: { ...(await exportJWK(publicKey)), ...marks },
    privateJwk: { ...(await exportJWK(privateKey)), ...marks },
  });
}

export function listPublicKeys(store: DocumentStore): JWK[] {
  return keysOf(store)
    .all()
    .map((key) => key.publicJwk);
}

interface IdTokenClaims {
  readonly issuer: string;
  /** The identity URL. */
  readonly subject: string;
  readonly audience: string;
  readonly accessToken: string;
  readonly nonce: string | null;
  readonly user: StoredRecord;
}

export async function signIdToken(context: SandboxContext, claims: IdTokenClaims): Promise<string> {
  const [key] = keysOf(context.store).all();
  if (!key) throw new Error("The sandbox's Salesforce has no signing key: it was never seeded");
  const now = Math.floor(context.clock.now().getTime() / 1000);
  const half = createHash("sha256").update(claims.accessToken).digest().subarray(0, 16);
  return new SignJWT({
    at_hash: half.toString("base64url"),
    ...(claims.nonce !== null && { nonce: claims.nonce }),
    preferred_username: textOf(claims.user, "Username"),
    name: textOf(claims.user, "Name"),
    email: textOf(claims.user, "Email"),
  })
    .setProtectedHeader({ alg: "RS256", kid: key.id })
    .setIssuer(claims.issuer)
    .setSubject(claims.subject)
    .setAudience(claims.audience)
    .setIssuedAt(now)
    .setExpirationTime(now + 120)
    .sign(await importJWK(key.privateJwk, "RS256"));
}

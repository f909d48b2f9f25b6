import { randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, importJWK, type CryptoKey } from "jose";
import { z } from "zod";
import type { SandboxContext } from "../core/part.ts";
import { entraRecords, type SigningKey } from "./entra-records.ts";

const jwkSchema = z.record(z.string(), z.string());

/** Makes the key that signs every token, once per state; tokens stay valid over a restart. */
export async function createSigningKey(context: Pick<SandboxContext, "store">): Promise<void> {
  if (entraRecords(context).signingKeys.size > 0) return;
  const { privateKey, publicKey } = await generateKeyPair("RS256", {
    modulusLength: 2048,
    extractable: true,
  });
  entraRecords(context).signingKeys.put({
    id: randomUUID(),
    privateJwk: jwkSchema.parse(await exportJWK(privateKey)),
    publicJwk: jwkSchema.parse(await exportJWK(publicKey)),
  });
}

interface UsableKey {
  readonly keyId: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

/** Every call of Graph verifies a token: the key is read once per stored document. */
const usableKeys = new WeakMap<SigningKey, Promise<UsableKey>>();

export function getSigningKey(context: Pick<SandboxContext, "store">): Promise<UsableKey> {
  const [stored] = entraRecords(context).signingKeys.all();
  if (!stored) throw new Error("The sandbox's state holds no signing key; reset it.");
  const usable = usableKeys.get(stored) ?? importSigningKey(stored);
  usableKeys.set(stored, usable);
  return usable;
}

async function importSigningKey(key: SigningKey): Promise<UsableKey> {
  const [privateKey, publicKey] = await Promise.all([
    importJWK(key.privateJwk, "RS256"),
    importJWK(key.publicJwk, "RS256"),
  ]);
  if (privateKey instanceof Uint8Array || publicKey instanceof Uint8Array) {
    throw new Error("The sandbox's signing key is not an RSA key.");
  }
  return { keyId: key.id, privateKey, publicKey };
}

/** The public keys in Entra's form of a JWK set. */
export function describeKeySet(context: Pick<SandboxContext, "store">) {
  return {
    keys: entraRecords(context)
      .signingKeys.all()
      .map(({ id, publicJwk }) => ({ ...publicJwk, use: "sig", kid: id, x5t: id, alg: "RS256" })),
  };
}

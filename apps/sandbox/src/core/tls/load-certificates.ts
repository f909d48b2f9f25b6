import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createAuthority, createServerCertificate, isStillGood } from "./create-certificates.ts";

export interface CertificateFiles {
  /** Folder of the private keys; made when it is missing, readable by its owner only. */
  readonly folder: string;
  /** Where clients find the CA's certificate. */
  readonly caFile: string;
}

/** The key and certificate of the TLS listener; made on the first start and kept, so that clients go on trusting it. */
export async function loadCertificates(
  { folder, caFile }: CertificateFiles,
  now: Date,
): Promise<{ key: string; cert: string }> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const authority = await loadPair(folder, "ca", {
    create: () => createAuthority(now),
    isGood: (certificatePem, keyPem) => isStillGood(certificatePem, { certificatePem, keyPem }, now),
  });
  const server = await loadPair(folder, "server", {
    create: () => createServerCertificate(authority, now),
    isGood: (certificatePem) => isStillGood(certificatePem, authority, now),
  });
  mkdirSync(dirname(caFile), { recursive: true });
  if (readIfThere(caFile) !== authority.certificatePem) writeFileSync(caFile, authority.certificatePem);
  return { key: server.keyPem, cert: `${server.certificatePem}\n${authority.certificatePem}` };
}

interface Pair {
  readonly certificatePem: string;
  readonly keyPem: string;
}

async function loadPair(
  folder: string,
  name: string,
  make: { create(): Promise<Pair>; isGood(certificatePem: string, keyPem: string): Promise<boolean> },
): Promise<Pair> {
  const certificateFile = join(folder, `${name}.pem`);
  const keyFile = join(folder, `${name}-key.pem`);
  const [certificatePem, keyPem] = [readIfThere(certificateFile), readIfThere(keyFile)];
  if (certificatePem !== undefined && keyPem !== undefined && (await make.isGood(certificatePem, keyPem))) {
    return { certificatePem, keyPem };
  }
  const created = await make.create();
  writeFileSync(keyFile, created.keyPem, { mode: 0o600 });
  writeFileSync(certificateFile, created.certificatePem);
  return created;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

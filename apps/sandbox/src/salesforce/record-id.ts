const checksumAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
const counterAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Appends the three checksum characters that make a 15-character id safe to compare without regard to case. */
export function toLongId(shortId: string): string {
  let checksum = "";
  for (let block = 0; block < 3; block += 1) {
    let bits = 0;
    for (let position = 0; position < 5; position += 1) {
      if (/[A-Z]/.test(shortId.charAt(block * 5 + position))) bits |= 1 << position;
    }
    checksum += checksumAlphabet.charAt(bits);
  }
  return shortId + checksum;
}

/** The 18-character form of a 15- or 18-character id, or undefined when the text is no record id. */
export function parseRecordId(value: unknown): string | undefined {
  if (typeof value !== "string" || !/^[0-9A-Za-z]+$/.test(value)) return undefined;
  if (value.length === 15) return toLongId(value);
  if (value.length !== 18) return undefined;
  const restored = restoreCase(value.slice(0, 15), value.slice(15).toUpperCase());
  return restored && toLongId(restored);
}

/** Clients may change the case of an 18-character id; its checksum says which characters were capitals. */
function restoreCase(shortId: string, checksum: string): string | undefined {
  let restored = "";
  for (const [index, character] of shortId.split("").entries()) {
    const bits = checksumAlphabet.indexOf(checksum.charAt(Math.floor(index / 5)));
    if (bits < 0) return undefined;
    const isCapital = (bits & (1 << (index % 5))) !== 0;
    if (isCapital && !/[A-Za-z]/.test(character)) return undefined;
    restored += isCapital ? character.toUpperCase() : character.toLowerCase();
  }
  return restored;
}

/** Key prefix (3), instance (2), reserved (1), running number in base 62 (9), checksum (3). */
export function buildRecordId(keyPrefix: string, runningNumber: number): string {
  let counter = "";
  for (let rest = runningNumber; rest > 0; rest = Math.floor(rest / 62)) {
    counter = counterAlphabet.charAt(rest % 62) + counter;
  }
  return toLongId(`${keyPrefix}gK0${counter.padStart(9, "0")}`);
}

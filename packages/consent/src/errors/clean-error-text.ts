/** Longer than any error that a vendor sends; of a longer text, beginning and end are looked at. */
const HEAD_LENGTH_MAX = 150_000;
const TAIL_LENGTH_MAX = 50_000;

/** More layers of percent-encoding than mail gateways and link scanners add. */
const DECODINGS_MAX = 3;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  colon: ":",
  equals: "=",
};

/**
 * A pasted text as a person reads it: without NULs, invisible and full-width characters, markup and HTML entities, and
 * with the values of hidden form fields kept. Linear in its length.
 */
export function cleanErrorText(text: string): string {
  const bounded =
    text.length > HEAD_LENGTH_MAX + TAIL_LENGTH_MAX
      ? `${text.slice(0, HEAD_LENGTH_MAX)}\n${text.slice(-TAIL_LENGTH_MAX)}`
      : text;
  const plain = bounded
    // UTF-16 that was read as bytes has a NUL beside every character.
    .replaceAll(/[\0\u200B-\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF\u00AD]/g, "")
    .normalize("NFKC");
  return decodeEntities(withoutMarkup(plain)).trim();
}

/** Decoded until it changes no more; what cannot be decoded is taken as it stands. */
export function decodePercent(text: string): string {
  let current = text;
  for (let round = 0; round < DECODINGS_MAX && /%[0-9a-f]{2}/i.test(current); round += 1) {
    const decoded = decodeOnce(current);
    if (decoded === current) break;
    current = decoded;
  }
  return current;
}

/** Sequence by sequence: a text that was cut in the middle of one keeps the rest readable. */
function decodeOnce(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (sequence) => {
    try {
      return decodeURIComponent(sequence);
    } catch {
      return sequence.replaceAll(/%([2-7][0-9a-f])/gi, (_whole, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      );
    }
  });
}

/** Tags go, the fields of a form_post page stay as `name=value` pairs. A `<` that opens no tag is only a sign. */
function withoutMarkup(text: string): string {
  if (!/<[a-z!/]/i.test(text)) return text;
  const fields: string[] = [];
  const plain = text
    .replaceAll(/<(script|style)\b[^<>]{0,2000}>/gi, " ")
    .replaceAll(/<(?:[a-z!/][^<>]{0,4000})>/gi, (tag) => {
      const name = attributeOf(tag, "name");
      const value = attributeOf(tag, "value");
      if (/^<input\b/i.test(tag) && name !== undefined && value !== undefined) {
        fields.push(`${name}=${encodeURIComponent(decodeEntities(value))}`);
      }
      return " ";
    });
  return fields.some((field) => /^(?:error|code)=/i.test(field)) ? fields.join("&") : plain;
}

function attributeOf(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}\\s*=\\s*["']([^"']{0,4000})["']`, "i").exec(tag)?.[1];
}

/** Twice, for a text that was escaped by two templates (`&amp;quot;`). */
function decodeEntities(text: string): string {
  return decodeEntitiesOnce(decodeEntitiesOnce(text));
}

function decodeEntitiesOnce(text: string): string {
  return text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,6}));/gi, (whole, hex, decimal, name) => {
    if (typeof name === "string") return own(ENTITIES, name.toLowerCase()) ?? whole;
    const point = Number.parseInt(String(hex ?? decimal), hex === undefined ? 10 : 16);
    return point > 0 && point <= 0x10_ff_ff ? String.fromCodePoint(point) : whole;
  });
}

function own(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

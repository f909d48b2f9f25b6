/**
 * A SOQL string literal. Backslash and quote are the two characters that end or change a literal; control characters have escapes of
 * their own (Salesforce SOQL reference, "Quoted String Escape Sequences").
 */
export function quoteSoql(text: string): string {
  // Half a surrogate pair cannot stand in a URL.
  const escaped = text
    .toWellFormed()
    .replaceAll("\\", "\\\\")
    .replaceAll("'", "\\'")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
  return `'${escaped}'`;
}

/** `('a','b')`, for `IN`. */
export function quoteSoqlList(texts: readonly string[]): string {
  return `(${texts.map((text) => quoteSoql(text)).join(",")})`;
}

/** Salesforce answers 414 or 431 when URI and headers together pass 16,384 bytes; its own tools found about 12,300 usable. */
export const QUERY_URL_BYTES_MAX = 12_000;

/** Bytes that the text takes in a URL. */
export function countUrlBytes(text: string): number {
  return encodeURIComponent(text).length;
}

export interface SplitForQueriesInput {
  readonly values: readonly string[];
  /** The query without the list, to leave room for it. */
  readonly frameBytes: number;
  /** Also limits one query by number; 300 unless told. */
  readonly valuesMax?: number | undefined;
}

/**
 * Splits the values of an `IN` list so that each query fits its URL. Every value lands in exactly one part, in order.
 * @throws {RangeError} when a single value alone does not fit.
 */
export function splitForQueries(input: SplitForQueriesInput): string[][] {
  const valuesMax = input.valuesMax ?? 300;
  const parts: string[][] = [];
  let part: string[] = [];
  let bytes = input.frameBytes;
  for (const value of input.values) {
    const cost = countUrlBytes(`${quoteSoql(value)},`);
    if (input.frameBytes + cost > QUERY_URL_BYTES_MAX) {
      throw new RangeError("A value is too long for a query.");
    }
    if (part.length > 0 && (part.length >= valuesMax || bytes + cost > QUERY_URL_BYTES_MAX)) {
      parts.push(part);
      part = [];
      bytes = input.frameBytes;
    }
    part.push(value);
    bytes += cost;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

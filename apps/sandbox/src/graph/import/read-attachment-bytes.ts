/** A leaf of the MIME tree that is an attachment, with its content byte by byte. */
export interface AttachmentBytes {
  readonly contentType: string;
  readonly encoding: "base64" | "quoted-printable" | "identity";
  readonly content: Buffer;
}

interface PartHeaders {
  readonly contentType: string;
  readonly boundary: string | undefined;
  readonly disposition: string;
  readonly encoding: AttachmentBytes["encoding"];
}

const nestingMax = 256;

/**
 * The attachments of a message in their order in it, decoded without touching a line end. The MIME parser that reads
 * everything else works line by line and writes every line end as LF, which changes text attachments and attached messages.
 */
export function readAttachmentBytes(raw: Buffer): AttachmentBytes[] {
  return readPart(raw, "text/plain", 0);
}

function readPart(part: Buffer, defaultType: string, depth: number): AttachmentBytes[] {
  const { head, body } = splitHead(part);
  const headers = parseHeaders(head, defaultType);
  if (headers.contentType.startsWith("multipart/") && headers.boundary !== undefined && depth < nestingMax) {
    const childType = headers.contentType === "multipart/digest" ? "message/rfc822" : "text/plain";
    return splitParts(body, headers.boundary).flatMap((child) => readPart(child, childType, depth + 1));
  }
  const isBody =
    headers.disposition !== "attachment" &&
    (headers.contentType === "text/plain" || headers.contentType === "text/html");
  if (isBody) return [];
  return [
    { contentType: headers.contentType, encoding: headers.encoding, content: decode(body, headers.encoding) },
  ];
}

function splitHead(part: Buffer): { head: string; body: Buffer } {
  let lineStart = 0;
  while (lineStart < part.length) {
    const lineEnd = part.indexOf(0x0a, lineStart);
    const end = lineEnd < 0 ? part.length : lineEnd;
    const isEmpty = end === lineStart || (end === lineStart + 1 && part[lineStart] === 0x0d);
    if (isEmpty) return { head: part.toString("latin1", 0, lineStart), body: part.subarray(end + 1) };
    lineStart = end + 1;
  }
  return { head: part.toString("latin1"), body: Buffer.alloc(0) };
}

function parseHeaders(head: string, defaultType: string): PartHeaders {
  const unfolded = head.replaceAll(/\r?\n[ \t]+/g, " ");
  const field = (name: string): string =>
    new RegExp(`^${name}[ \\t]*:(.*)$`, "im").exec(unfolded)?.[1]?.trim() ?? "";
  const contentType = field("content-type");
  const boundary = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]+))/i.exec(contentType);
  const encoding = field("content-transfer-encoding").toLowerCase();
  return {
    contentType: (contentType.split(";", 1)[0]?.trim().toLowerCase() ?? "") || defaultType,
    boundary: boundary?.[1]?.replaceAll(/\\(.)/g, "$1") ?? boundary?.[2],
    disposition: field("content-disposition").split(";", 1)[0]?.trim().toLowerCase() ?? "",
    encoding: encoding.includes("base64")
      ? "base64"
      : encoding.includes("quoted-printable")
        ? "quoted-printable"
        : "identity",
  };
}

/** The line end before a boundary belongs to the boundary (RFC 2046 §5.1.1). */
function splitParts(body: Buffer, boundary: string): Buffer[] {
  const delimiter = Buffer.from(`--${boundary}`, "latin1");
  const parts: Buffer[] = [];
  let partStart: number | undefined;
  let at = body.indexOf(delimiter);
  while (at >= 0) {
    const lineEnd = body.indexOf(0x0a, at);
    const rest = body.toString("latin1", at + delimiter.length, lineEnd < 0 ? body.length : lineEnd);
    const isDelimiter = (at === 0 || body[at - 1] === 0x0a) && /^(?:--)?[ \t\r]*$/.test(rest);
    if (isDelimiter) {
      if (partStart !== undefined)
        parts.push(body.subarray(partStart, Math.max(partStart, endOfPart(body, at))));
      if (rest.startsWith("--")) return parts;
      partStart = lineEnd < 0 ? body.length : lineEnd + 1;
    }
    at = body.indexOf(delimiter, at + delimiter.length);
  }
  if (partStart !== undefined) parts.push(body.subarray(partStart));
  return parts;
}

function endOfPart(body: Buffer, delimiterAt: number): number {
  const beforeLineFeed = delimiterAt - 1;
  return body[beforeLineFeed - 1] === 0x0d ? beforeLineFeed - 1 : beforeLineFeed;
}

function decode(body: Buffer, encoding: AttachmentBytes["encoding"]): Buffer {
  if (encoding === "identity") return body;
  const text = body.toString("latin1");
  if (encoding === "base64") return Buffer.from(text, "base64");
  // RFC 2045 §6.7: soft line breaks vanish, blanks before a line end were added on the way.
  const decoded = text
    .replaceAll(/[ \t]+(\r?\n)/g, "$1")
    .replaceAll(/=\r?\n/g, "")
    .replaceAll(/=([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(decoded, "latin1");
}

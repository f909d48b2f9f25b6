const lineFeed = 0x0a;
const envelopeWithDate = /^From .*\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.*\d{1,2}:\d{2}.*\d{4}/;
const headerLine = /^[\u0021-\u0039\u003b-\u007e]+[ \t]*:/;

/**
 * The messages of an mbox, without their `From ` lines (RFC 4155; mboxo and mboxrd). A `From ` line counts only at the
 * start or after an empty line, and only when it carries a date, as some writers do not quote such lines in bodies; an
 * mbox whose own first line has no date is split where a header follows. Undefined when it does not begin as an mbox does.
 */
export function splitMbox(mbox: Buffer): Buffer[] | undefined {
  const lines = lineStarts(mbox);
  const first = readLine(mbox, lines, 0);
  if (!first.startsWith("From ")) return undefined;
  const withDate = envelopeWithDate.test(first);
  const isEnvelope = (index: number): boolean => {
    const line = readLine(mbox, lines, index);
    if (!line.startsWith("From ")) return false;
    if (index === 0) return true;
    if (readLine(mbox, lines, index - 1) !== "") return false;
    return withDate ? envelopeWithDate.test(line) : headerLine.test(readLine(mbox, lines, index + 1));
  };
  const envelopes = lines.keys().filter(isEnvelope).toArray();
  return envelopes.map((start, position) => {
    const end = envelopes[position + 1];
    const from = lines[start + 1] ?? mbox.length;
    // The empty line before the next `From ` separates; it is not part of the message.
    const to = end === undefined ? mbox.length : (lines[end - 1] ?? mbox.length);
    return unquote(mbox.subarray(from, Math.max(from, to)));
  });
}

function lineStarts(bytes: Buffer): number[] {
  const starts = [0];
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) {
    if (at + 1 < bytes.length) starts.push(at + 1);
  }
  return starts;
}

/** Only the beginning of a line is looked at; a line of many megabytes is no envelope. */
function readLine(bytes: Buffer, lines: readonly number[], index: number): string {
  const start = lines[index];
  if (start === undefined) return "";
  const end = Math.min(lines[index + 1] ?? bytes.length, start + 300);
  return bytes.toString("latin1", start, end).replace(/[\r\n]+$/, "");
}

/** mboxrd: a line of `>`s and `From ` loses one `>`. */
function unquote(message: Buffer): Buffer {
  if (!message.includes(">From ")) return message;
  return Buffer.from(message.toString("latin1").replaceAll(/^>(>*From )/gm, "$1"), "latin1");
}

const LINE_BREAK = /<(?:br|hr)\b[^<>]*>|<\/(?:p|div|tr|h[1-6]|ul|ol|table|blockquote|pre|section)\s*>/gi;
const LIST_ITEM = /<li\b[^<>]*>/gi;
const TAG = /<\/?[a-z!?][^<>]*>/gi;
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  copy: "©",
  reg: "®",
  euro: "€",
  hellip: "…",
  ndash: "–",
  mdash: "—",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  bull: "•",
  auml: "ä",
  ouml: "ö",
  uuml: "ü",
  Auml: "Ä",
  Ouml: "Ö",
  Uuml: "Ü",
  szlig: "ß",
  eacute: "é",
  egrave: "è",
};

/**
 * The readable text of a mail's HTML, for fields that hold plain text. It is text and stays text: what comes out is never put back
 * into a page as HTML.
 */
export function htmlToText(html: string): string {
  const lines = removeHidden(html)
    .replace(/[\t\r\n ]+/g, " ")
    .replace(LIST_ITEM, "\n- ")
    .replace(LINE_BREAK, "\n")
    .replace(TAG, "")
    .split("\n")
    .map((line) =>
      decodeEntities(line)
        .replace(/[ \u00a0]+/g, " ")
        .trim(),
    );
  return lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** Drops scripts, styles, titles and comments; one without an end hides the rest, as in a browser. One pass, whatever comes in. */
function removeHidden(html: string): string {
  const lower = html.toLowerCase();
  const opening = /<(script|style|title)\b|<!--/g;
  const visible: string[] = [];
  let position = 0;
  for (let match = opening.exec(lower); match !== null; match = opening.exec(lower)) {
    visible.push(html.slice(position, match.index));
    const ending = match[1] === undefined ? "-->" : `</${match[1]}`;
    const end = lower.indexOf(ending, match.index);
    if (end === -1) return visible.join(" ");
    const close = lower.indexOf(">", end + ending.length - 1);
    if (close === -1) return visible.join(" ");
    position = close + 1;
    opening.lastIndex = position;
  }
  visible.push(html.slice(position));
  return visible.join(" ");
}

function decodeEntities(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (entity, name: string) => {
    if (!name.startsWith("#")) return NAMED[name] ?? NAMED[name.toLowerCase()] ?? entity;
    const isHex = name[1] === "x" || name[1] === "X";
    const code = isHex ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
    const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : "";
  });
}

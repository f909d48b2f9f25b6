const entities: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", " "],
]);
const invisible = new Set(["style", "script", "head", "title"]);
const lineEnding = new Set([
  "br",
  "/p",
  "/div",
  "/tr",
  "/li",
  "/blockquote",
  "/h1",
  "/h2",
  "/h3",
  "/h4",
  "/h5",
  "/h6",
]);

/**
 * A plain reading of an HTML body, for previews and for callers who prefer text. One pass from tag to tag: whoever
 * writes the HTML of a mail must not be able to make this slow.
 */
export function htmlToText(html: string): string {
  const lower = html.toLowerCase();
  const pieces: string[] = [];
  let position = 0;
  while (position < html.length) {
    const open = html.indexOf("<", position);
    const textEnd = open < 0 ? html.length : open;
    pieces.push(html.slice(position, textEnd).replaceAll(/[\t\r\n ]+/g, " "));
    if (open < 0) break;
    const { name, end } = readTag(lower, open);
    if (lineEnding.has(name)) pieces.push("\r\n");
    position = end;
  }
  return decodeEntities(pieces.join(""))
    .split("\r\n")
    .map((line) => line.trim())
    .join("\r\n")
    .replaceAll(/(?:\r\n){3,}/g, "\r\n\r\n")
    .trim();
}

/** The tag's name and where reading goes on: behind the tag, a comment, or all of an element that shows nothing. */
function readTag(lower: string, open: number): { name: string; end: number } {
  if (lower.startsWith("<!--", open)) return { name: "", end: behind(lower, "-->", open) };
  const name = /^\/?[a-z][a-z0-9]*/.exec(lower.slice(open + 1, open + 20))?.[0] ?? "";
  const end = behind(lower, ">", open);
  return { name, end: invisible.has(name) ? behind(lower, ">", behind(lower, `</${name}`, end)) : end };
}

function behind(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
}

function decodeEntities(text: string): string {
  return text.replaceAll(
    /&(#x[\da-f]{1,6}|#\d{1,7}|[a-z]{1,10});/gi,
    (whole: string, name: string) => decodeEntity(name) ?? whole,
  );
}

function decodeEntity(name: string): string | undefined {
  if (!name.startsWith("#")) return entities.get(name.toLowerCase());
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

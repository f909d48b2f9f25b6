const entities: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", " "],
]);

/** A plain reading of an HTML body, for previews and for callers who prefer text. */
export function htmlToText(html: string): string {
  return html
    .replaceAll(/<(style|script|head|title)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, "")
    .replaceAll(/<!--[\s\S]*?-->/g, "")
    .replaceAll(/[\t\r\n ]+/g, " ")
    .replaceAll(/<br\s*\/?>|<\/(p|div|tr|li|h[1-6]|blockquote)\s*>/gi, "\r\n")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll(
      /&(#x[\da-f]{1,6}|#\d{1,7}|[a-z]+);/gi,
      (whole: string, name: string) => decodeEntity(name) ?? whole,
    )
    .replaceAll(/[ \t]+(\r?\n)/g, "$1")
    .replaceAll(/(\r\n){3,}/g, "\r\n\r\n")
    .trim();
}

function decodeEntity(name: string): string | undefined {
  if (!name.startsWith("#")) return entities.get(name.toLowerCase());
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

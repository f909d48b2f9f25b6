import { cutText } from "./cut-text.ts";

const VOID_ELEMENTS: ReadonlySet<string> = new Set(
  "area base br col embed hr img input link meta param source track wbr".split(" "),
);
const TAG = /<(\/?)([a-zA-Z][a-zA-Z0-9:-]*)[^<>]*?(\/?)>/g;

/**
 * Shortens HTML to `maxUnits` UTF-16 units: first inline pictures (`data:` addresses) go, then the end, cut outside any tag with the
 * open elements closed. The result is never longer than `maxUnits`.
 */
export function cutHtml(html: string, maxUnits: number): string {
  if (html.length <= maxUnits) return html;
  const light = html.replace(/(["'])data:[^"']{64,}\1/gi, "$1$1");
  if (light.length <= maxUnits) return light;
  let room = maxUnits;
  // Each round makes room for the closing tags that the last one needed; a few rounds settle it.
  for (let round = 0; round < 8 && room > 0; round += 1) {
    const beginning = cutOutsideTag(light, room);
    const closed = beginning + closingTags(beginning);
    if (closed.length <= maxUnits) return closed;
    room -= closed.length - maxUnits;
  }
  return "";
}

function cutOutsideTag(html: string, maxUnits: number): string {
  const beginning = cutText(html, maxUnits);
  const lastOpen = beginning.lastIndexOf("<");
  return lastOpen > beginning.lastIndexOf(">") ? beginning.slice(0, lastOpen) : beginning;
}

function closingTags(html: string): string {
  const open: string[] = [];
  for (const match of html.matchAll(TAG)) {
    const name = (match[2] ?? "").toLowerCase();
    if (VOID_ELEMENTS.has(name) || match[3] === "/") continue;
    if (match[1] !== "/") open.push(name);
    else if (open.includes(name)) open.splice(open.lastIndexOf(name));
  }
  return open
    .reverse()
    .map((name) => `</${name}>`)
    .join("");
}

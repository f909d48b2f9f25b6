/**
 * Text of a stranger for a place that is one line long: a header of a mail, a name within a sentence. Line breaks and
 * other control characters could begin a header of their own (RFC 5322 §2.2), and direction marks could turn around
 * what stands beside them (Unicode TR #36 §3.2): all become spaces.
 */
export function oneLine(text: string, lengthMax: number): string {
  const line = text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  const characters = Array.from(line);
  return characters.length <= lengthMax ? line : `${characters.slice(0, lengthMax - 1).join("")}…`;
}

/**
 * The longest beginning of `text` within `maxUnits` UTF-16 units that does not end inside a surrogate pair: half a pair is not a
 * character, and JSON encoders turn it into a replacement sign.
 */
export function cutText(text: string, maxUnits: number): string {
  if (text.length <= maxUnits) return text;
  const end = Math.max(0, maxUnits);
  return text.slice(0, isPairSplitAt(text, end) ? end - 1 : end);
}

function isPairSplitAt(text: string, index: number): boolean {
  const before = text.charCodeAt(index - 1);
  const after = text.charCodeAt(index);
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}

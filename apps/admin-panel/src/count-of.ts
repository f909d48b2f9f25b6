/** "1 person", "1,204 people": a number with its noun. */
export function countOf(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** 1204 → "1,204". */
export function formatCount(count: number): string {
  return new Intl.NumberFormat("en").format(count);
}

/** "Adele", "Adele and Alex", "Adele, Alex and 3 others": at most `shownMax` names, then how many more. */
export function listNames(names: readonly string[], shownMax = 3): string {
  const isCut = names.length > shownMax;
  const shown = isCut ? names.slice(0, shownMax - 1) : names;
  const rest = names.length - shown.length;
  const parts = rest > 0 ? [...shown, countOf(rest, "other", "others")] : [...shown];
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(parts);
}

/** What can be found: one section of an article, or one code. */
export interface HelpEntry {
  readonly href: string;
  readonly title: string;
  /** The article or group that it stands in; empty where the title says it all. */
  readonly within: string;
  /** Words by which it shall be found though it does not use them. */
  readonly alsoFoundBy: string;
  readonly text: string;
  /** Of a code section: the code in lower case. */
  readonly code?: string | undefined;
}

export interface HelpHit {
  readonly entry: HelpEntry;
  /** A piece of the text around the first word that was found; plain text. */
  readonly excerpt: string;
}

export interface HelpSearch {
  readonly hits: readonly HelpHit[];
  /** What was looked for, to be marked in titles and excerpts. */
  readonly words: readonly string[];
}

const QUERY_LENGTH_MAX = 300;
const WORDS_MAX = 12;
const HITS_MAX = 20;
const EXCERPT_LENGTH = 220;

/** Words that stand in every sentence and tell nothing apart. */
const STOP_WORDS = new Set(
  "a an and are as at be but by do does for from how i if in is it me my no not of on or our so that the this to us was we what when who why will with you your".split(
    " ",
  ),
);

/**
 * The sections that answer a question, best first. A code counts most, then the title, then the words of the text;
 * sections with all the words come before those with some. `codes` are what the question itself names, as `explain`
 * reads it from a pasted error.
 */
export function searchHelp(
  entries: readonly HelpEntry[],
  query: string,
  codes: readonly string[] = [],
): HelpSearch {
  const words = wordsOf(query);
  const named = new Set(codes.map((code) => code.toLowerCase()));
  const scored = entries
    .map((entry) => ({ entry, ...score(entry, words, named) }))
    .filter(({ points }) => points > 0);
  const hasFull = scored.some(({ isFull }) => isFull);
  const hits = scored
    .filter(({ isFull }) => isFull || !hasFull)
    .toSorted((left, right) => right.points - left.points)
    .slice(0, HITS_MAX)
    .map(({ entry }) => ({ entry, excerpt: excerptOf(entry.text, words) }));
  return { hits, words };
}

function wordsOf(query: string): string[] {
  const all =
    query
      .slice(0, QUERY_LENGTH_MAX)
      .toLowerCase()
      .match(/[\p{L}\p{N}_]+/gu) ?? [];
  const telling = all.filter((word) => !STOP_WORDS.has(word));
  return [...new Set(telling.length > 0 ? telling : all)].slice(0, WORDS_MAX);
}

interface Score {
  readonly points: number;
  readonly isFull: boolean;
}

function score(entry: HelpEntry, words: readonly string[], named: ReadonlySet<string>): Score {
  if (entry.code !== undefined && named.has(entry.code)) return { points: 1000, isFull: true };
  let points = 0;
  let found = 0;
  for (const word of words) {
    const own = pointsOfWord(entry, word);
    points += own;
    if (own > 0) found += 1;
  }
  return { points: (points * found) / Math.max(1, words.length), isFull: found === words.length };
}

function pointsOfWord(entry: HelpEntry, word: string): number {
  // Microsoft's codes are asked for by their number alone, too.
  if (entry.code === word || entry.code === `aadsts${word}`) return 200;
  const starts = new RegExp(`(?<![\\p{L}\\p{N}])${word}`, "giu");
  const timesIn = (text: string) => text.match(starts)?.length ?? 0;
  return (
    Math.min(2, timesIn(entry.title)) * 12 +
    Math.min(1, timesIn(entry.within)) * 5 +
    Math.min(1, timesIn(entry.alsoFoundBy)) * 6 +
    Math.min(4, timesIn(entry.text)) * 1.5
  );
}

function excerptOf(text: string, words: readonly string[]): string {
  const lower = text.toLowerCase();
  const places = words.map((word) => lower.indexOf(word)).filter((place) => place >= 0);
  const start = Math.max(0, (places.length === 0 ? 0 : Math.min(...places)) - 60);
  const from = start === 0 ? 0 : text.indexOf(" ", start) + 1;
  const piece = text.slice(from, from + EXCERPT_LENGTH);
  const isCut = from + EXCERPT_LENGTH < text.length;
  const end = isCut ? piece.lastIndexOf(" ") : piece.length;
  return `${from > 0 ? "… " : ""}${piece.slice(0, end > 0 ? end : piece.length)}${isCut ? " …" : ""}`;
}

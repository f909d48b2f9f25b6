import { errorCatalogue, findError } from "./error-catalogue.ts";
import type { ErrorReading } from "./read-error-text.ts";

/** Names that other programs use for other things; they count only beside these words. */
const CONTEXT: Readonly<Record<string, RegExp>> = {
  validationerror: /subscri|notification/,
  applicationnotfound: /publisher|partner|mpn|verif/,
  server_error: /^server_error$/,
  temporarily_unavailable: /^temporarily_unavailable$/,
};

/** Names that are looked for inside a text; AADSTS numbers and OAuth's error names have rules of their own. */
const searchable = errorCatalogue.flatMap(({ code }) => {
  const name = code.toLowerCase();
  return /^aadsts\d/.test(name) || name.length < 10 ? [] : [name];
});

/**
 * The catalogue's names in a text, in the order in which they stand there: the text itself, the code of an answer, or a
 * word of it.
 */
export function recogniseNames({ form, parameters, words }: ErrorReading): string[] {
  const whole = form === "text" ? findError(words)?.code : undefined;
  if (whole !== undefined) return [whole];
  const ofAnswer = [parameters["code"], parameters["errorCode"]].flatMap((name) => {
    const entry = form === "callback" || name === undefined ? undefined : findError(name);
    return entry && isMeant(entry.code.toLowerCase(), words) ? [entry.code] : [];
  });
  if (ofAnswer.length > 0) return ofAnswer.slice(0, 1);
  const tokens = new Set(words.match(/[a-z][a-z0-9_]{9,60}/g) ?? []);
  const present = searchable.filter((name) => tokens.has(name) && isMeant(name, words));
  return present.sort((left, right) => words.indexOf(left) - words.indexOf(right));
}

function isMeant(name: string, words: string): boolean {
  const context = Object.hasOwn(CONTEXT, name) ? CONTEXT[name] : undefined;
  return context === undefined || context.test(words);
}

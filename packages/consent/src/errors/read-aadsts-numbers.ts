import { findError } from "./error-catalogue.ts";
import type { ErrorReading } from "./read-error-text.ts";

/** A number of Entra's errors has this many digits. */
const NUMBER = "\\d{4,9}";

/** What people and logs write in front of a number of Entra's: in English and its neighbours. */
const LABEL = "(?:codes?|status|fehlercode|c[oó]digo|codice|kod|コード|代码|error|erreur|fehler|failure)";

type Numbers = Pick<ErrorReading, "aadstsNumbers" | "isNumberCut">;

/** The AADSTS numbers that a text names, wherever they stand; never a number that only looks like one. */
export function readAadstsNumbers(
  form: ErrorReading["form"],
  parameters: Readonly<Record<string, string>>,
  words: string,
): Numbers {
  const named = [
    ...words.matchAll(new RegExp(`AAD\\s?STS[\\s:#_\\u2010-\\u2015-]{0,3}(${NUMBER})(?!\\d)`, "gi")),
  ].map((match) => match[1] ?? "");
  const numbers = [
    ...named,
    ...(parameters["error_codes"]?.split(/\D+/) ?? []),
    ...(/^[?&]?[\d\s,;/]{4,200}$/.test(words) ? (words.match(/\d{4,9}/g) ?? []) : []),
    ...match(new RegExp(`[?&]code=(${NUMBER})\\b`), parameters["error_uri"] ?? ""),
    // Microsoft's own https://login.microsoftonline.com/error?code=90094; an authorization code is never so short.
    ...(form === "callback" ? match(new RegExp(`^(${NUMBER})$`), parameters["code"] ?? "") : []),
    // A row of the sign-in log.
    ...match(new RegExp(`^(${NUMBER})$`), parameters["errorCode"] ?? ""),
  ];
  // "Error Code: 90094" on a page or in a ticket; with a number already named it would only add a doubt.
  if (numbers.filter(Boolean).length === 0) {
    const labelled = new RegExp(`${LABEL}["']?\\s{0,2}[:=#]?\\s{0,2}["']?(\\d{5,7})(?![\\d-])`, "i");
    numbers.push(...match(labelled, words).filter((number) => findError(number) !== undefined));
  }
  const last = named.at(-1);
  return {
    aadstsNumbers: [...new Set(numbers.filter(Boolean))],
    isNumberCut: last !== undefined && isCut(form, words, last),
  };
}

/** Entra goes on with a colon after the number; a description that ends with it was cut. */
function isCut(form: ErrorReading["form"], words: string, number: string): boolean {
  if (!words.trimEnd().endsWith(number)) return false;
  return form === "callback" || (form === "text" && /[{"]/.test(words));
}

function match(pattern: RegExp, text: string): string[] {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? [] : [found];
}

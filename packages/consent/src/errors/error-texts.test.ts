import { expect, test } from "vitest";
import { explain } from "./explain.ts";
import type { ErrorText } from "./testing/error-text.ts";
import { apiErrorTexts } from "./testing/api-error-texts.ts";
import { mangledErrorTexts } from "./testing/mangled-error-texts.ts";
import { signInErrorTexts } from "./testing/sign-in-error-texts.ts";
import { wallErrorTexts } from "./testing/wall-error-texts.ts";

const errorTexts = [...wallErrorTexts, ...signInErrorTexts, ...apiErrorTexts, ...mangledErrorTexts];

/** What an explanation comes to: one cause, the question asked, or neither. */
function readOutcome(one: ErrorText) {
  const { certainty, matches, question } = explain(one.text);
  if (certainty === "ambiguous") {
    const offered = question?.choices.map(({ cause }) => cause) ?? [];
    const wanted = "asks" in one ? one.asks : [];
    return { asks: wanted.filter((cause) => offered.includes(cause)) };
  }
  const [first] = matches;
  return first === undefined ? { nothing: certainty } : { cause: first.entry.code };
}

test.each(errorTexts.map((one) => [`${one.text.slice(0, 70)} (${one.source})`, one] as const))(
  "%s",
  (_name, one) => {
    const { text: _text, source: _source, ...expected } = one;
    expect(readOutcome(one)).toEqual(expected);
  },
);

test("more than a hundred texts are kept, each once, each with its source", () => {
  expect(errorTexts.length).toBeGreaterThan(100);
  expect(new Set(errorTexts.map(({ text }) => text)).size).toBe(errorTexts.length);
  expect(errorTexts.filter(({ source }) => source === "")).toEqual([]);
});

test("an explanation repeats nothing of the text but ids and times", () => {
  for (const { text } of errorTexts) {
    const said = JSON.stringify(explain(text));
    expect(said).not.toMatch(/secret-|0\.AXoA|pat@|s-1|alert\(|Somewhere|northwnd|3f2504e0/);
  }
});

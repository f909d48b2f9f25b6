import { expect, test } from "vitest";
import { usableLanguage } from "./usable-language.ts";

test("keeps a BCP 47 tag", () => {
  expect(["en", "de-DE", "pt-BR"].map(usableLanguage)).toEqual(["en", "de-DE", "pt-BR"]);
});

test.each(["en-US@posix", "C.UTF-8", ""])("speaks English where the system calls its language %j", (tag) => {
  expect(usableLanguage(tag)).toBe("en");
});

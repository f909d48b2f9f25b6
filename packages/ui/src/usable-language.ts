/** Some systems name their language as no BCP 47 tag (`en-US@posix`, `C`), on which every `Intl` call would throw. */
export function usableLanguage(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? "en";
  } catch {
    return "en";
  }
}

/** A sentence, or a function that builds one from what it speaks of. */
type Message = string | ((...words: never[]) => string);

export type MessageTable = Readonly<Record<string, Message>>;

/** The same keys, with the same arguments, in another language. */
export type Translation<Messages extends MessageTable> = {
  readonly [Key in keyof Messages]: Messages[Key] extends string ? string : Messages[Key];
};

/**
 * A catalogue of messages: English, which every key has, and translations by language tag (`de`, `pt-BR`).
 * Gives the function that picks the table for a BCP 47 tag: exact, then its language alone, then English.
 */
export function defineMessages<const Messages extends MessageTable>(
  english: Messages,
  translations: Readonly<Record<string, Translation<Messages>>> = {},
): (language?: string) => Translation<Messages> {
  const tables = new Map<string, Translation<Messages>>(
    Object.entries(translations).map(([tag, table]) => [tag.toLowerCase(), table]),
  );
  const fallback: Translation<Messages> = toTranslation(english);
  return (language = "en") => {
    const tag = language.toLowerCase();
    return tables.get(tag) ?? tables.get(tag.split("-", 1)[0] ?? "en") ?? fallback;
  };
}

function toTranslation<Messages extends MessageTable>(messages: Messages): Translation<Messages> {
  // oxlint-disable-next-line typescript/consistent-type-assertions, typescript/no-unsafe-type-assertion -- English is a translation of itself; the compiler cannot follow the mapped type
  return messages as unknown as Translation<Messages>;
}

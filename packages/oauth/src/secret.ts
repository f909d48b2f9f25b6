const REDACTED = "[redacted]";
const inspect = Symbol.for("nodejs.util.inspect.custom");

/** A token, code or password. Prints, serialises and inspects as `[redacted]`; only `reveal()` gives the text. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself. Call it where the text leaves us (a request, an encrypted column) and nowhere else. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect](): string {
    return REDACTED;
  }
}

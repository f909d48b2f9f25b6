const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** HTML that is already safe to write into a page. */
export class SafeHtml {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

type Insertable = string | number | SafeHtml | undefined | null | false | readonly Insertable[];

/** Builds a page piece; every inserted value is escaped unless it came from `html` itself. */
export function html(strings: TemplateStringsArray, ...values: Insertable[]): SafeHtml {
  let text = strings[0] ?? "";
  for (const [index, value] of values.entries()) text += renderValue(value) + (strings[index + 1] ?? "");
  return new SafeHtml(text);
}

function renderValue(value: Insertable): string {
  if (value === undefined || value === null || value === false) return "";
  if (value instanceof SafeHtml) return value.text;
  if (typeof value === "object") return value.map(renderValue).join("");
  return String(value).replaceAll(/[&<>"']/g, (character) => escapes[character] ?? "");
}

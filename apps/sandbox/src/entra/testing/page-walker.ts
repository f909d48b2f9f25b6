/** A browser without a window: keeps cookies, follows redirects within the sandbox, presses buttons and links. */
export class PageWalker {
  readonly #cookies = new Map<string, string>();
  readonly origin: string;
  url = "";
  html = "";
  status = 0;
  headers = new Headers();
  /** The address outside the sandbox that the last answer led to. */
  left: string | undefined;

  readonly #sent: Readonly<Record<string, string>>;

  /** `sent` are headers that a proxy on the way would write into every request. */
  constructor(origin: string, sent: Readonly<Record<string, string>> = {}) {
    this.origin = origin;
    this.#sent = sent;
  }

  get title(): string {
    return text(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(this.html)?.[1] ?? "");
  }

  get text(): string {
    return text(this.html);
  }

  async open(url: string, init: RequestInit = {}): Promise<this> {
    let target = new URL(url, this.url || this.origin).href;
    let options = init;
    for (;;) {
      const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const response = await fetch(target, {
        ...options,
        headers: {
          ...this.#sent,
          ...(cookie ? { cookie } : {}),
          ...(options.headers as Record<string, string>),
        },
        redirect: "manual",
      });
      for (const line of response.headers.getSetCookie()) {
        const [name = "", value = ""] = line.split(";", 1)[0]!.split("=");
        this.#cookies.set(name, value);
      }
      this.status = response.status;
      this.headers = response.headers;
      this.html = await response.text();
      this.url = target;
      const location = response.headers.get("location");
      if (location === null) return this;
      const next = new URL(location, target);
      if (next.origin !== new URL(this.origin).origin) {
        this.left = next.href;
        return this;
      }
      target = next.href;
      options = {};
    }
  }

  link(name: string): Promise<this> {
    const found = [...this.html.matchAll(/<a\b[^>]*href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/g)].find(
      ([, , inner]) => text(inner ?? "") === name,
    );
    if (!found) throw new Error(`No link "${name}" on "${this.title}"`);
    return this.open(decode(found[1] ?? ""));
  }

  /** Presses the button with this text, with the form's hidden fields and what was filled in. */
  press(name: string, fields: Record<string, string> = {}): Promise<this> {
    for (const [, attributes = "", inner = ""] of this.html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)) {
      for (const [, buttonAttributes = "", label = ""] of inner.matchAll(
        /<button\b([^>]*)>([\s\S]*?)<\/button>/g,
      )) {
        if (!text(label).startsWith(name)) continue;
        const body = new URLSearchParams(hiddenFields(inner));
        const pressed = attribute(buttonAttributes, "name");
        if (pressed !== undefined) body.set(pressed, attribute(buttonAttributes, "value") ?? "");
        for (const [field, value] of Object.entries(fields)) body.set(field, value);
        const action = attribute(attributes, "action") ?? this.url;
        if (attribute(attributes, "method") !== "post") return this.open(`${action}?${body.toString()}`);
        return this.open(action, { method: "POST", body });
      }
    }
    throw new Error(`No button "${name}" on "${this.title}"`);
  }
}

function hiddenFields(form: string): [string, string][] {
  return [...form.matchAll(/<input\b([^>]*)>/g)]
    .map(([, attributes = ""]) => attributes)
    .filter((attributes) => attribute(attributes, "type") === "hidden")
    .map((attributes) => [attribute(attributes, "name") ?? "", attribute(attributes, "value") ?? ""]);
}

function attribute(attributes: string, name: string): string | undefined {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1];
  return value === undefined ? undefined : decode(value);
}

function text(markup: string): string {
  return decode(markup.replaceAll(/<style>[\s\S]*?<\/style>/g, "").replaceAll(/<[^>]*>/g, " "))
    .replaceAll(/\s+/g, " ")
    .trim();
}

function decode(escaped: string): string {
  return escaped
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

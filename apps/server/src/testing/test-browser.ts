/** What a page answered, after all redirects. */
export interface Visit {
  readonly status: number;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
}

interface FormData {
  readonly action: URL;
  readonly fields: Record<string, string>;
  readonly buttons: { name: string; value: string; text: string }[];
}

/** A browser without a screen: keeps cookies by host (ports do not count, RFC 6265 §8.5), follows redirects, sends forms. */
export class TestBrowser {
  readonly #cookies = new Map<string, Map<string, string>>();
  /** Every address passed through, oldest first. */
  readonly history: URL[] = [];

  async visit(
    address: string | URL,
    options: RequestInit & { stopAt?: (url: URL) => boolean } = {},
  ): Promise<Visit> {
    const { stopAt, ...init } = options;
    let url = new URL(address);
    let request: RequestInit = init;
    for (let hop = 0; hop < 20; hop += 1) {
      this.history.push(url);
      const response = await this.#send(url, request);
      const location = response.headers.get("location");
      if (location === null || response.status < 300 || response.status > 399) {
        return { status: response.status, url, headers: response.headers, body: await response.text() };
      }
      await response.body?.cancel();
      const next = new URL(location, url);
      if (stopAt?.(next) === true)
        return { status: response.status, url: next, headers: response.headers, body: "" };
      // A fragment never travels; kept so that the last address can be read as a window would.
      url = next;
      request = {};
    }
    throw new Error("Too many redirects.");
  }

  /** Presses a button of a page's form, found by its words or its value. */
  async press(
    page: Visit,
    button: string | RegExp,
    options: { stopAt?: (url: URL) => boolean } = {},
  ): Promise<Visit> {
    for (const form of readForms(page)) {
      const pressed = form.buttons.find(({ text, value }) =>
        typeof button === "string" ? text.includes(button) || value === button : button.test(text),
      );
      if (!pressed) continue;
      const fields = { ...form.fields, ...(pressed.name === "" ? {} : { [pressed.name]: pressed.value }) };
      return this.visit(form.action, {
        method: "POST",
        body: new URLSearchParams(fields),
        headers: { origin: form.action.origin },
        ...options,
      });
    }
    throw new Error(`No button "${String(button)}" on ${page.url.href}:\n${page.body.slice(0, 2000)}`);
  }

  /** A call as our own pages make it. */
  async call(
    method: string,
    address: string | URL,
    body?: unknown,
  ): Promise<{ status: number; body: any; headers: Headers }> {
    const url = new URL(address);
    const response = await this.#send(url, {
      method,
      headers: { origin: url.origin, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text === "" ? undefined : JSON.parse(text),
      headers: response.headers,
    };
  }

  cookie(host: string, name: string): string | undefined {
    return this.#cookies.get(host)?.get(name);
  }

  setCookie(host: string, name: string, value: string): void {
    const jar = this.#cookies.get(host) ?? new Map<string, string>();
    jar.set(name, value);
    this.#cookies.set(host, jar);
  }

  async #send(url: URL, init: RequestInit): Promise<Response> {
    const jar = this.#cookies.get(url.hostname) ?? new Map<string, string>();
    this.#cookies.set(url.hostname, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = new Headers(init.headers);
    if (cookie !== "") headers.set("cookie", cookie);
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = line.split(";");
      const [name = "", ...value] = pair.split("=");
      const isGone = attributes.some((attribute) =>
        /^\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(attribute),
      );
      if (isGone) jar.delete(name.trim());
      else jar.set(name.trim(), value.join("="));
    }
    return response;
  }
}

function readForms(page: Visit): FormData[] {
  return [...page.body.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(
    ([, attributes = "", content = ""]) => {
      const fields: Record<string, string> = {};
      for (const [, input = ""] of content.matchAll(/<input\b([^>]*)>/g)) {
        const type = attribute(input, "type") ?? "text";
        const name = attribute(input, "name");
        const isOff = type === "checkbox" || type === "radio" ? !/\bchecked\b/.test(input) : false;
        if (name !== undefined && !isOff) fields[name] = attribute(input, "value") ?? "on";
      }
      const buttons = [...content.matchAll(/<button\b([^>]*)>([\s\S]*?)<\/button>/g)].map(
        ([, button = "", text = ""]) => ({
          name: attribute(button, "name") ?? "",
          value: attribute(button, "value") ?? "",
          text: text
            .replaceAll(/<[^>]*>/g, " ")
            .replaceAll(/\s+/g, " ")
            .trim(),
        }),
      );
      return { action: new URL(attribute(attributes, "action") ?? page.url.href, page.url), fields, buttons };
    },
  );
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\b${name}="([^"]*)"`)
    .exec(tag)?.[1]
    ?.replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

import { helpHrefOfCode, requestErrorCodes, type RequestErrorCode } from "@outrigger/api-contract";
import { errorCatalogue, type ErrorEntry, type ErrorPlace } from "@outrigger/consent";
import { escapeHtml } from "../../http/escape-html.ts";
import { defaultMessages } from "../../http/request-error.ts";
import { renderHeading } from "./render-heading.ts";
import { protocolWords } from "./protocol-words.ts";
import { explainRequestError } from "./request-error-help.ts";
import type { HelpSection } from "./read-articles.ts";

/** All codes of one origin. */
export interface ErrorCodeGroup {
  readonly anchor: string;
  readonly title: string;
  readonly lead: string;
  readonly sections: readonly HelpSection[];
}

/** One section for every code that the product can show: its own, Microsoft's and Salesforce's. Made once at start. */
export function renderErrorCodes(shortName: string): ErrorCodeGroup[] {
  const ofVendor = (vendor: ErrorEntry["vendor"]) =>
    errorCatalogue.filter((entry) => entry.vendor === vendor).map((entry) => renderEntry(entry, shortName));
  return [
    {
      anchor: "salesforce",
      title: "Salesforce",
      lead: "What Salesforce answers when it does not let somebody or something in.",
      sections: ofVendor("salesforce"),
    },
    {
      anchor: "microsoft",
      title: "Microsoft",
      lead: "What Microsoft answers when it does not let somebody or something in.",
      sections: ofVendor("microsoft"),
    },
    {
      anchor: "protocol",
      title: "Words without a code",
      lead: "Short words with which Microsoft and Salesforce answer where they give no code. Each can mean several things.",
      sections: protocolWords.map(renderProtocolWord),
    },
    {
      anchor: "product",
      title: `${shortName} itself`,
      lead: `Codes of ${shortName}'s own pages and of its API.`,
      sections: requestErrorCodes.map(renderOwnCode),
    },
  ];
}

function renderEntry(entry: ErrorEntry, shortName: string): HelpSection {
  const question =
    entry.question === undefined
      ? ""
      : `<p>This code alone does not tell the cause. <strong>${escapeHtml(entry.question.text)}</strong></p>${list(
          "ul",
          entry.question.choices.map(({ label }) => label),
        )}`;
  return codeSection({
    code: entry.code,
    title: entry.title,
    html: `<p>${escapeHtml(entry.meaning)}</p>${question}<dl class="facts">
<dt>Where it shows</dt><dd>${escapeHtml(describePlaces(entry, shortName))}</dd>
<dt>Who must act</dt><dd>${escapeHtml(capitalize(entry.whoMustAct.join(", ")) || "Depends on the answer to the question above")}</dd></dl>
${list("ol", entry.steps)}${renderWarnings(entry.whatNotToDo)}<p class="quiet">Source: ${escapeHtml(entry.source)}</p>`,
  });
}

function renderOwnCode(code: RequestErrorCode): HelpSection {
  const { title, whoMustAct, steps, whatNotToDo } = explainRequestError(code);
  return codeSection({
    code,
    title,
    html: `<p>${escapeHtml(defaultMessages[code])}</p><dl class="facts"><dt>Who must act</dt><dd>${escapeHtml(whoMustAct)}</dd></dl>
${list("ol", steps)}${renderWarnings(whatNotToDo === undefined ? [] : [whatNotToDo])}`,
  });
}

function renderProtocolWord({
  word,
  title,
  meaning,
  mayBe,
  steps,
}: (typeof protocolWords)[number]): HelpSection {
  const links = mayBe.map((code) => `<a href="${helpHrefOfCode(code)}">${escapeHtml(code)}</a>`);
  const candidates = links.length === 0 ? "" : `<p>It may be: ${links.join(", ")}.</p>`;
  return codeSection({
    code: word,
    title,
    html: `<p>${escapeHtml(meaning)}</p>${candidates}${list("ol", steps)}`,
  });
}

function codeSection({ code, title, html }: { code: string; title: string; html: string }): HelpSection {
  const anchor = code.toLowerCase();
  const words = `<code>${escapeHtml(code)}</code> ${escapeHtml(title)}`;
  const heading = renderHeading({ depth: 3, anchor, html: words, title: `${code} ${title}` });
  return { anchor, title: `${code}: ${title}`, html: heading + html, depth: 3 };
}

function describePlaces({ whereShown, vendor }: ErrorEntry, shortName: string): string {
  const name = vendor === "microsoft" ? "Microsoft" : "Salesforce";
  const words: Readonly<Record<ErrorPlace, string>> = {
    page: `On ${name}'s own page; ${shortName} is not told`,
    redirect: `In the answer with which ${name} sends the window back`,
    token: "When a token is fetched, without any window",
    api: "When something is read or written",
    client: "In Outlook, from Office or the sign-in library; the vendor's server is not heard of",
  };
  return `${whereShown.map((place) => words[place]).join(". ")}.`;
}

function list(tag: "ol" | "ul", items: readonly string[]): string {
  if (items.length === 0) return "";
  return `<${tag}>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join("")}</${tag}>`;
}

function renderWarnings(warnings: readonly string[]): string {
  return warnings.length === 0
    ? ""
    : `<div class="warning"><p><strong>What not to do</strong></p>${warnings.map((warning) => `<p>${escapeHtml(warning)}</p>`).join("")}</div>`;
}

function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

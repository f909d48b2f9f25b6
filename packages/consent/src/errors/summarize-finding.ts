import type { Finding } from "./explain.ts";
import type { ErrorReading } from "./read-error-text.ts";

/** One sentence for whoever asked. */
export function summarizeFinding({ certainty, matches, question }: Finding, reading: ErrorReading): string {
  const first = matches[0]?.entry;
  switch (certainty) {
    case "no_error":
      return "This is an answer of success; it is not proof of a grant until a token or the list of grants confirms it.";
    case "certain":
    case "likely":
      return first ? `${first.title}. ${first.meaning}` : "";
    case "ambiguous":
      return `This alone does not tell the cause. ${question?.text ?? ""}`.trim();
    case "unknown":
      return describeUnknown(reading);
  }
}

function describeUnknown({ aadstsNumbers, address, words }: ErrorReading): string {
  const [number] = aadstsNumbers;
  if (number !== undefined) {
    return `AADSTS${number} is not in the catalogue; Microsoft describes it at https://login.microsoftonline.com/error?code=${number}.`;
  }
  if (/\/(?:authorize|adminconsent)$/.test(address)) {
    return "This is the address at which a sign-in begins, not its answer. Copy the address where it ended, or the text of the page that is shown.";
  }
  return words === "" ? "There is nothing to explain." : "This is not an error we know.";
}

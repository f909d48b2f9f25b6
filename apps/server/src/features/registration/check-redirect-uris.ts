import type { RegistrationFinding } from "@outrigger/api-contract";
import type { RegisteredApplication } from "@outrigger/microsoft";

type Registered = RegisteredApplication["redirectUris"][number];

/** Entra compares the whole address, the path with its letter case (AADSTS50011). */
export function checkRedirectUris(
  planned: readonly string[],
  registered: readonly Registered[],
): RegistrationFinding[] {
  const onWeb = registered.filter(({ platform }) => platform === "web").map(({ uri }) => uri);
  const near = new Set<string>();
  const findings: RegistrationFinding[] = [];
  for (const uri of planned.filter((wanted) => !onWeb.includes(wanted))) {
    const like = registered.find((other) => fold(other.uri) === fold(uri));
    if (like) near.add(like.uri);
    findings.push(like ? differing(uri, like) : missing(uri));
  }
  const extra = onWeb.filter((uri) => !planned.includes(uri) && !near.has(uri));
  if (extra.length > 0) {
    findings.push({
      code: "redirect_uri_extra",
      severity: "warning",
      sentence: `Not used by this installation: ${extra.join(", ")}. Whoever controls such an address can receive sign-ins.`,
      fix: "Remove it under Authentication, Web, unless another installation shares the registration.",
    });
  }
  return findings;
}

function missing(uri: string): RegistrationFinding {
  return {
    code: "redirect_uri_missing",
    severity: "fault",
    sentence: `${uri} is not registered (AADSTS50011).`,
    fix: `Add under Authentication, platform Web, exactly: ${uri}`,
  };
}

function differing(uri: string, like: Registered): RegistrationFinding {
  const how =
    like.platform !== "web"
      ? `stands under the platform ${like.platform === "spa" ? "Single-page application" : "Mobile and desktop"} instead of Web`
      : `differs ${sayDifference(uri, like.uri)}`;
  return {
    code: "redirect_uri_differs",
    severity: "fault",
    sentence: `${like.uri} ${how}; ${uri} is needed (AADSTS50011).`,
    fix: `Replace it under Authentication, platform Web, by exactly: ${uri}`,
  };
}

function sayDifference(wanted: string, found: string): string {
  if (found === `${wanted}/`) return "by a slash at the end";
  if (found.replace(/^http:/, "https:") === wanted) return "by http instead of https";
  if (found.toLowerCase() === wanted.toLowerCase()) return "in upper and lower case";
  return "slightly";
}

function fold(uri: string): string {
  return uri
    .toLowerCase()
    .replace(/^https?:/, "")
    .replace(/\/+$/, "");
}

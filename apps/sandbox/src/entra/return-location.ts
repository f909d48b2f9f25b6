import type { SignInStep } from "./sign-in-visit.ts";

/** The redirect URI with the answer in its query or fragment. */
export function returnLocation({ returnTo, parameters }: Extract<SignInStep, { kind: "return" }>): string {
  const location = new URL(returnTo.redirectUri);
  if (returnTo.responseMode === "fragment") {
    location.hash = new URLSearchParams(parameters).toString();
  } else {
    for (const [name, value] of Object.entries(parameters)) location.searchParams.append(name, value);
  }
  return location.toString();
}

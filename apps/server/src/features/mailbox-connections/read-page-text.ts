import type { sawOnMicrosoftPage } from "@outrigger/api-contract";

type Saw = (typeof sawOnMicrosoftPage)[number];

const CODES_MAX = 5;

const headings: readonly (readonly [RegExp, Saw])[] = [
  [/need admin approval/i, "need_admin_approval"],
  [/approval required|request sent/i, "approval_required"],
  [/permissions requested/i, "permissions_requested"],
];

export interface PageReading {
  readonly saw: Saw;
  /** AADSTS codes, and whether the page spoke of a personal account: nothing else of the text is kept. */
  readonly codes: readonly string[];
  readonly isPersonalAccount: boolean;
}

/**
 * What somebody copied from Microsoft's page. It may hold addresses, and anybody may write anything here: only codes and
 * the page's own heading are taken out of it.
 */
export function readPageText(saw: Saw, text: string): PageReading {
  const codes = [...new Set(text.match(/AADSTS\d{4,8}/gi) ?? [])].map((code) => code.toUpperCase());
  const heading = headings.find(([pattern]) => pattern.test(text))?.[1];
  return {
    saw: saw === "other" && codes.length === 0 && heading !== undefined ? heading : saw,
    codes: codes.slice(0, CODES_MAX),
    isPersonalAccount: /live\.com|personal (microsoft )?account/i.test(text),
  };
}

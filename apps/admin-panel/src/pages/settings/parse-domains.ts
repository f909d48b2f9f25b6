export const DOMAINS_MAX = 200;

export type ParsedDomains =
  | { outcome: "parsed"; domains: string[] }
  | { outcome: "invalid"; line: number; text: string }
  | { outcome: "too_many" };

/** Letters, digits and hyphens in labels of at most 63, at least two labels (RFC 1035 §2.3.4); international names in either form. */
const domainPattern =
  /^(?=.{3,253}$)([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;

/** Reads domains, one a line; forgives case, blank lines, a leading `@` and repetition. Lines count from 1. */
export function parseDomains(text: string): ParsedDomains {
  const domains = new Set<string>();
  for (const [index, line] of text.split("\n").entries()) {
    const domain = line.trim().toLowerCase().replace(/^@/, "");
    if (domain === "") continue;
    if (!domainPattern.test(domain)) return { outcome: "invalid", line: index + 1, text: line.trim() };
    domains.add(domain);
  }
  return domains.size > DOMAINS_MAX ? { outcome: "too_many" } : { outcome: "parsed", domains: [...domains] };
}

/** A whole number of days that the API takes, or undefined. */
export function parseDays(text: string): number | undefined {
  if (!/^\d{1,4}$/.test(text.trim())) return undefined;
  const days = Number(text);
  return days >= 1 && days <= 3650 ? days : undefined;
}

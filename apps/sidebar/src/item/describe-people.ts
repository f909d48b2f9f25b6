import type { LookedUpItem, RecordLink, SaveState } from "@outrigger/api-contract";

type Person = LookedUpItem["people"][number];

export interface PeopleGroups {
  /** Contacts and leads, whoever wrote first. */
  known: Person[];
  /** Outsiders that are not in the CRM. */
  unknown: Person[];
  /** Colleagues, left out of matching. */
  internal: Person[];
}

export function groupPeople(people: readonly Person[]): PeopleGroups {
  const senderFirst = people.toSorted((left, right) => rank(left) - rank(right));
  return {
    known: senderFirst.filter(({ recognised }) => recognised === "contact" || recognised === "lead"),
    unknown: senderFirst.filter(({ recognised }) => recognised === "unknown"),
    internal: senderFirst.filter(({ recognised }) => recognised === "internal"),
  };
}

function rank({ roles }: Person): number {
  if (roles.includes("from")) return 0;
  return roles.includes("to") ? 1 : 2;
}

/** What a saved email is best named by: the account it went to, then the deal or case, then the person. */
export function findSaveTarget(saved: Extract<SaveState, { state: "saved" }>): RecordLink {
  for (const type of ["Account", "Opportunity", "Case", "Contact", "Lead"] as const) {
    const found = saved.linkedTo.find((link) => link.type === type);
    if (found) return found;
  }
  return saved.linkedTo[0] ?? saved.record;
}

/** A record's address to link to; undefined for anything that is not a web page. */
export function safeRecordUrl(url: string): string | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed && ["https:", "http:"].includes(parsed.protocol) ? parsed.href : undefined;
}

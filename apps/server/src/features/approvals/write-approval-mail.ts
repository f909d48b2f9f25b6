import type { ApprovalPage, Product } from "@outrigger/api-contract";
import type { Approval, ApprovalMailKind } from "@outrigger/storage";
import { oneLine } from "../../mails/one-line.ts";
import { composeMail, type ComposedMail, type MailContent } from "../../mails/compose-mail.ts";
import { groupNames } from "./permission-purposes.ts";

const NAME_LENGTH_MAX = 80;
const REASONS_SHOWN_MAX = 3;
const NAMES_SHOWN_MAX = 3;

/** The words that a blocked user may edit before they go to an administrator. */
export function draftApprovalMail({
  product,
  asker,
  approval,
}: {
  readonly product: Product;
  readonly asker: string;
  readonly approval: Pick<Approval, "tenantDisplayName">;
}): { subject: string; text: string } {
  const tenant = nameTenant(approval);
  return {
    subject: subjectOf("request", product, tenant),
    text: [
      "Hello,",
      `I would like to use ${product.productName} with my mailbox. Microsoft 365 lets only administrators of ${tenant} decide which apps may read mail, so it needs your approval once.`,
      `Thank you\n${oneLine(asker, NAME_LENGTH_MAX)}`,
    ].join("\n\n"),
  };
}

export interface ApprovalMailWords {
  readonly kind: ApprovalMailKind;
  readonly product: Product;
  readonly approval: Pick<Approval, "tenantDisplayName" | "askedByName" | "askedAt" | "expiresAt">;
  readonly page: Pick<ApprovalPage, "waitingNames" | "reasons" | "permissions" | "sufficientRoles">;
  /** What the sender wrote; left out, our own words stand there. */
  readonly message: string | undefined;
  readonly link: { readonly address: string; readonly expiresAt: Date };
}

/** The whole mail to an administrator: who asks, for whom, for what, what is enough, and what happens otherwise. */
export function writeApprovalMail(words: ApprovalMailWords): ComposedMail {
  const { kind, product, approval, page, link } = words;
  const tenant = nameTenant(approval);
  const content: MailContent = {
    subject: subjectOf(kind, product, tenant),
    opening: openingOf(words, tenant),
    facts: [
      { term: "Who asks", lines: [`${nameOf(approval.askedByName)}, on ${sayDay(approval.askedAt)}`] },
      { term: "Who waits", lines: [sayWaiting(page.waitingNames)] },
      ...(page.reasons.length === 0 ? [] : [{ term: "Why", lines: sayReasons(page.reasons) }]),
      { term: "What is asked", lines: sayPermissions(page.permissions) },
      { term: "Who may approve", lines: [sayRoles(page.sufficientRoles)] },
      {
        term: "If you do nothing",
        lines: [
          `Nothing is shared, and they go on waiting. The request ends by itself on ${sayDay(approval.expiresAt)}.`,
        ],
      },
    ],
    action: { label: "See what is asked, and decide", url: link.address },
    closing: [
      `You need no account of ${product.productName}. The page also lets you decline with a reason, or forward it to a colleague. Opening it grants nothing.`,
      `The link is for you alone and works until ${sayDay(link.expiresAt)}.`,
    ],
  };
  return composeMail(content);
}

function subjectOf(kind: ApprovalMailKind, { productName }: Product, tenant: string): string {
  const subject = `Please approve ${productName} for ${tenant}`;
  return kind === "reminder" ? `Reminder: ${subject}` : subject;
}

function openingOf({ kind, product, approval, message }: ApprovalMailWords, tenant: string): string[] {
  const asker = nameOf(approval.askedByName);
  const day = sayDay(approval.askedAt);
  switch (kind) {
    case "request":
      return [message ?? draftApprovalMail({ product, asker, approval }).text];
    case "reminder":
      return [
        "Hello,",
        `on ${day} ${asker} asked you to approve ${product.productName} for ${tenant}. Nobody has answered yet.`,
      ];
    case "escalation":
      return [
        "Hello,",
        `on ${day} ${asker} asked for ${product.productName} to be approved for ${tenant}, and has had no answer. You were named as the second administrator to ask.`,
      ];
    case "forward":
      return [
        "Hello,",
        `somebody who was asked to approve ${product.productName} for ${tenant} has forwarded the request of ${asker} to you.`,
        ...(message === undefined ? [] : [`They wrote: “${message}”`]),
      ];
  }
}

function nameTenant({ tenantDisplayName }: Pick<Approval, "tenantDisplayName">): string {
  return tenantDisplayName === null ? "our organization" : nameOf(tenantDisplayName);
}

function nameOf(name: string): string {
  return oneLine(name, NAME_LENGTH_MAX);
}

function sayWaiting(names: readonly string[]): string {
  if (names.length === 0) return "Nobody at the moment";
  const shown = names.slice(0, NAMES_SHOWN_MAX).map(nameOf);
  const more = names.length - shown.length;
  const listed = more > 0 ? [...shown, `${more} more`] : shown;
  const people = names.length === 1 ? "1 person" : `${names.length} people`;
  return `${people}: ${new Intl.ListFormat("en", { type: "conjunction" }).format(listed)}`;
}

function sayReasons(reasons: ApprovalPage["reasons"]): string[] {
  return reasons
    .slice(0, REASONS_SHOWN_MAX)
    .map(({ name, reason }) => `“${oneLine(reason, 300)}” – ${nameOf(name)}`);
}

function sayPermissions(permissions: ApprovalPage["permissions"]): string[] {
  const groups = new Map<ApprovalPage["permissions"][number]["group"], string[]>();
  for (const { group, claimValue } of permissions) {
    groups.set(group, [...(groups.get(group) ?? []), claimValue]);
  }
  return [...groups].map(([group, claimValues]) => `${groupNames[group]} (${claimValues.join(", ")})`);
}

function sayRoles([least, ...others]: readonly string[]): string {
  return `${least ?? "Global Administrator"} is enough. So is: ${new Intl.ListFormat("en", { type: "disjunction" }).format(others)}.`;
}

function sayDay(at: Date): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(at);
}

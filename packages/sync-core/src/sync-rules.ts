import type { CrmPersonKind } from "./crm-records.ts";
import type { MailDirection } from "./mail-records.ts";

/** What an organization and a user decided about their mail. Addresses and domains in any case. */
export interface SyncRules {
  /** The mailbox owner's own addresses, aliases included. */
  readonly ownAddresses: readonly string[];
  /** The organization's own domains (the tenant's accepted domains, the users' domains). Exact: a subdomain counts only when listed. */
  readonly internalDomains: readonly string[];
  readonly excludedAddresses: readonly string[];
  /** Covers the subdomains, too. */
  readonly excludedDomains: readonly string[];
  readonly directions: readonly MailDirection[];
  /** `save`: a no-reply mail or delivery report whose other party is in the CRM is saved like any mail. `skip`: it never is. */
  readonly systemMail: "save" | "skip";
  /** Which record wins when an address is both a contact's and a lead's; vendors differ, so it is a setting. */
  readonly personPreference: CrmPersonKind;
  /** False keeps bodies out of the CRM: they are then not even downloaded. */
  readonly saveBodies: boolean;
}

/** Everything both ways, contacts before leads, nothing excluded. */
export const DEFAULT_SYNC_RULES: SyncRules = {
  ownAddresses: [],
  internalDomains: [],
  excludedAddresses: [],
  excludedDomains: [],
  directions: ["inbound", "outbound"],
  systemMail: "save",
  personPreference: "contact",
  saveBodies: true,
};

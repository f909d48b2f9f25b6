import { CONSENT_ROLES } from "../errors/error-entry.ts";
import type { AfterApprovalCode } from "./after-approval.ts";

const ORG = "{{ organization_name }}";
const PRODUCT = "{{ product_name }}";
/** Stands for the permissions concerned. */
export const NAMES = "{{ permissions }}";
const APP_OWNER = "the app's owner";
const APP_ADMINISTRATORS = [
  "Cloud Application Administrator",
  "Application Administrator",
  "Global Administrator",
];

export type AfterApprovalText = {
  sentence: string;
  whoActs: readonly string[];
  nextStep: string;
  /** Whether opening the administrator's link is the next step. */
  isLinkNext?: true;
};

/** Plain words per cause; the placeholders are filled in by `diagnoseAfterApproval`. */
export const afterApprovalTexts: Readonly<Record<AfterApprovalCode, AfterApprovalText>> = {
  wrong_tenant: {
    sentence: `The approval was given in another organization than ${ORG}, where people are waiting.`,
    whoActs: CONSENT_ROLES,
    nextStep: `An administrator opens the link again with an account of ${ORG}.`,
    isLinkNext: true,
  },
  app_disabled: {
    sentence: `${PRODUCT} is switched off in ${ORG}, so nobody can sign in to it, whatever is granted.`,
    whoActs: APP_ADMINISTRATORS,
    nextStep: `In the Entra admin center open Enterprise applications, ${PRODUCT}, Properties, and set Enabled for users to sign in to Yes.`,
  },
  user_not_assigned: {
    sentence: `${ORG} lets only assigned people use ${PRODUCT}; a grant of permissions assigns nobody.`,
    whoActs: ["Cloud Application Administrator", "Application Administrator", "User Administrator"],
    nextStep: `In Enterprise applications, ${PRODUCT}, Users and groups, assign the waiting people, or a group they are direct members of.`,
  },
  other_app_approved: {
    sentence: `Another app was approved; ${PRODUCT} signs in with a different application id, and that one has no grant.`,
    whoActs: CONSENT_ROLES,
    nextStep: `Compare the application id, then approve ${PRODUCT} through the administrator's link, which names the right one.`,
    isLinkNext: true,
  },
  granted_to_administrator_only: {
    sentence: `The permissions are granted to the person who approved, and to nobody else: "Consent on behalf of your organization" was not ticked.`,
    whoActs: CONSENT_ROLES,
    nextStep: "Open the administrator's link and accept there: it always grants for everybody.",
    isLinkNext: true,
  },
  grant_replaced: {
    sentence: `${NAMES} was granted to everybody before, and a newer grant has replaced that set without it.`,
    whoActs: CONSENT_ROLES,
    nextStep: "Open the administrator's link again: it asks for the whole set.",
    isLinkNext: true,
  },
  permission_not_in_registration: {
    sentence: `${NAMES} is not in the app's registration, so Grant admin consent in the admin center left it out.`,
    whoActs: [APP_OWNER, ...CONSENT_ROLES],
    nextStep: `Grant through the administrator's link, which asks for exactly what is used; and add ${NAMES} under App registrations, API permissions, so that the admin center grants it, too.`,
    isLinkNext: true,
  },
  grant_incomplete: {
    sentence: `Something is granted to everybody, but ${NAMES} is not.`,
    whoActs: CONSENT_ROLES,
    nextStep: "Open the administrator's link: it asks for the whole set.",
    isLinkNext: true,
  },
  nothing_granted: {
    sentence: `${ORG} has granted ${PRODUCT} nothing for everybody: the approval was not completed, was not for this app, or was taken back.`,
    whoActs: CONSENT_ROLES,
    nextStep: "Open the administrator's link and go on to Accept.",
    isLinkNext: true,
  },
  grant_not_visible_yet: {
    sentence:
      "The approval is only minutes old, and the grant is not to be seen yet; Microsoft needs up to a few minutes to make it known everywhere.",
    whoActs: ["nobody"],
    nextStep: "Look again in a few minutes; approve again only if it has not appeared by then.",
  },
  prompt_forces_consent: {
    sentence: `Sign-in requests of ${PRODUCT} carry prompt=consent, which asks again although everything may be granted; where people may not consent, they are blocked every time.`,
    whoActs: [APP_OWNER],
    nextStep: "Take prompt=consent out of the sign-in request; no grant can make up for it.",
  },
  token_older_than_grant: {
    sentence: "The grant is complete, but the person's token is older than it and does not carry it yet.",
    whoActs: ["nobody"],
    nextStep:
      "Get a new token with the refresh token, naming the scopes; where that is refused, the person signs in once more.",
  },
};

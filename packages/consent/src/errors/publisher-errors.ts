import type { ErrorGroup } from "./error-entry.ts";
import { APP_OWNER } from "./error-entry.ts";

const SOURCE = "learn.microsoft.com/entra/identity-platform/troubleshoot-publisher-verification";
const NOT_THE_CUSTOMER = "Do not ask the customer for a partner id: it is the vendor's own.";
const VENDOR = "the app's vendor";

/** What adding a verified publisher (setVerifiedPublisher, Branding and properties) answers. */
export const publisherErrors: readonly ErrorGroup[] = [
  {
    titles: {
      MPNAccountNotFoundOrNoAccess: "Publisher verification: the partner account was not found",
      MPNGlobalAccountNotFound: "Publisher verification: the id is not a partner global account",
      MPNAccountInvalid: "Publisher verification: the partner account is not valid",
      MPNIdWasNotProvided: "Publisher verification: no partner id was given",
    },
    meaning:
      "The Partner One ID is missing, wrong, a location account's, or not one that the person who adds it may use in Partner Center.",
    whereShown: ["api", "page"],
    whoMustAct: [VENDOR],
    steps: [
      "In Partner Center open Account settings, Identifiers, and copy the id of the partner global account, not of a location.",
      "Add it with an account that holds a role in Partner Center and Application or Cloud Application Administrator in the app's tenant, signed in with multi-factor authentication.",
    ],
    whatNotToDo: [NOT_THE_CUSTOMER],
    source: SOURCE,
  },
  {
    titles: { MPNAccountNotVetted: "Publisher verification: the partner account is not vetted yet" },
    meaning: "Microsoft has not finished vetting the partner account.",
    whereShown: ["api", "page"],
    whoMustAct: [VENDOR],
    steps: ["Finish the vetting in Partner Center, then add the publisher again."],
    whatNotToDo: [NOT_THE_CUSTOMER],
    source: SOURCE,
  },
  {
    titles: {
      NoPublisherIdOnAssociatedMPNAccount: "Publisher verification: the partner account has no publisher id",
      MPNIdDoesNotMatchAssociatedMPNAccount:
        "Publisher verification: the id belongs to another partner account",
    },
    meaning: "The id does not belong to the partner account that the app's tenant is associated with.",
    whereShown: ["api", "page"],
    whoMustAct: [VENDOR],
    steps: [
      "In Partner Center check that the app's tenant is associated with the partner global account whose id is used.",
    ],
    whatNotToDo: [NOT_THE_CUSTOMER],
    source: SOURCE,
  },
  {
    titles: {
      ApplicationNotFound: "Publisher verification: the app was not found in this tenant",
      ApplicationObjectisInvalid: "Publisher verification: the app's registration is not valid",
    },
    meaning: "The object id does not name a registration of this tenant, or the registration has faults.",
    whereShown: ["api", "page"],
    whoMustAct: [APP_OWNER],
    steps: [
      "Call it with the object id of the registration (not the application id), in the tenant where the app is registered.",
      "Correct what App registrations marks as wrong, then try again.",
    ],
    whatNotToDo: ["Do not register a second app: customers' grants belong to the first one's id."],
    source: SOURCE,
  },
  {
    titles: {
      B2CTenantNotAllowed: "Publisher verification: not for apps in an Azure AD B2C tenant",
      EmailVerifiedTenantNotAllowed: "Publisher verification: the tenant was only verified by e-mail",
    },
    meaning: "Apps of this kind of tenant cannot have a verified publisher.",
    whereShown: ["api", "page"],
    whoMustAct: [VENDOR],
    steps: ["Register the app in an ordinary, managed tenant with a verified domain and verify it there."],
    whatNotToDo: [],
    source: SOURCE,
  },
  {
    titles: {
      NoPublisherDomainOnApplication: "Publisher verification: the app has no publisher domain",
      PublisherDomainMismatch: "Publisher verification: the publisher domain is not the partner's",
    },
    meaning:
      "The publisher domain must be set, not end in onmicrosoft.com, and match the verified mail domain or a DNS-verified domain of the partner account.",
    whereShown: ["api", "page"],
    whoMustAct: [VENDOR],
    steps: [
      "Set the publisher domain under Branding and properties to the domain that is verified in Partner Center; or verify that domain there.",
    ],
    whatNotToDo: ["Do not use an onmicrosoft.com domain."],
    source: "learn.microsoft.com/entra/identity-platform/howto-configure-publisher-domain",
  },
  {
    titles: { NotAuthorizedToVerifyPublisher: "Publisher verification: this account may not do it" },
    meaning:
      "It needs Application or Cloud Application Administrator in the app's tenant, a role in Partner Center, and multi-factor authentication.",
    whereShown: ["api", "page"],
    whoMustAct: [VENDOR],
    steps: ["Let somebody with both roles do it, signed in with multi-factor authentication."],
    whatNotToDo: [NOT_THE_CUSTOMER],
    source: SOURCE,
  },
];

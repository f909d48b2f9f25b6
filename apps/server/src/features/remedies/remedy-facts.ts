import type { RemedyCode } from "@outrigger/api-contract";
import {
  APPLICATION_ADMINISTRATOR,
  CLOUD_APPLICATION_ADMINISTRATOR,
  GLOBAL_ADMINISTRATOR,
  PRIVILEGED_ROLE_ADMINISTRATOR,
  findDirectoryRole,
  type DirectoryRole,
} from "@outrigger/consent";
import type { AdministratorSession } from "@outrigger/storage";

export interface RemedyFacts {
  readonly sentence: string;
  readonly risk: "least" | "moderate" | "broad";
  /** What an administrator weighs before, each a sentence. */
  readonly risks: readonly string[];
  /** Any one is enough, least first. */
  readonly roles: readonly DirectoryRole[];
  readonly needs: "nobody" | "people" | "reviewers";
}

const userAdministrator: DirectoryRole = {
  name: "User Administrator",
  templateId: "fe930be7-5e62-47db-91af-98c3a49a38b1",
};

const granting = [
  CLOUD_APPLICATION_ADMINISTRATOR,
  APPLICATION_ADMINISTRATOR,
  PRIVILEGED_ROLE_ADMINISTRATOR,
  GLOBAL_ADMINISTRATOR,
];

/**
 * What each remedy means for a tenant, and which roles Microsoft's reference names for its calls
 * (oauth2permissiongrant-post, authorizationpolicy-update, serviceprincipal-post-approleassignedto,
 * serviceprincipal-update, adminconsentrequestpolicy-update).
 */
export const remedyFacts: Readonly<Record<RemedyCode, RemedyFacts>> = {
  grant_tenant_wide: {
    sentence: "Grants exactly the listed permissions for everybody, without a prompt.",
    risk: "moderate",
    risks: [
      "Everybody of the organization can connect their own mailbox. Nobody's mailbox is reached before they do.",
      "The permissions are delegated: they never reach further than the person who is signed in.",
    ],
    roles: granting,
    needs: "nobody",
  },
  grant_pilot_users: {
    sentence: "Grants the listed permissions for the chosen people only. Everybody else stays as they are.",
    risk: "least",
    risks: [
      "Only the chosen people can connect their mailbox.",
      "The grant is not seen under Admin consent in the admin center, but under User consent.",
    ],
    roles: granting,
    needs: "people",
  },
  custom_consent_policy: {
    sentence:
      "Lets people agree themselves, to this application and exactly these permissions. All other rules stay as they are.",
    risk: "moderate",
    risks: [
      "Each person decides for their own mailbox, and is asked once by Microsoft.",
      "The policy names this application's id: no other application gains anything by it.",
    ],
    roles: [PRIVILEGED_ROLE_ADMINISTRATOR, GLOBAL_ADMINISTRATOR],
    needs: "nobody",
  },
  assign_users: {
    sentence: "Assigns the chosen people to the application, which lets only assigned people in.",
    risk: "least",
    risks: ["Being assigned grants no permission: it only opens the door to signing in."],
    roles: [
      CLOUD_APPLICATION_ADMINISTRATOR,
      APPLICATION_ADMINISTRATOR,
      userAdministrator,
      PRIVILEGED_ROLE_ADMINISTRATOR,
      GLOBAL_ADMINISTRATOR,
    ],
    needs: "people",
  },
  enable_app: {
    sentence: "Lets people sign in to the application again.",
    risk: "moderate",
    risks: [
      "Somebody switched it off, perhaps for a reason: look into the audit log, or ask.",
      "What was granted before counts again at once.",
    ],
    roles: [CLOUD_APPLICATION_ADMINISTRATOR, APPLICATION_ADMINISTRATOR, GLOBAL_ADMINISTRATOR],
    needs: "nobody",
  },
  enable_consent_workflow: {
    sentence: "Lets people ask on Microsoft's own page, and names who answers there.",
    risk: "least",
    risks: [
      "It concerns every application, not this one alone: reviewers get requests for others, too.",
      "Whoever reviews needs a role that may grant, too; being a reviewer gives none.",
      "Up to an hour may pass until Microsoft shows the new page.",
    ],
    roles: [GLOBAL_ADMINISTRATOR],
    needs: "reviewers",
  },
};

/** Null where Microsoft did not tell the roles, and none that is known is enough: a custom role may be. */
export function holdsRoleFor(code: RemedyCode, session: AdministratorSession): boolean | null {
  const sufficient = new Set(remedyFacts[code].roles.map(({ templateId }) => templateId));
  const isHeld = session.roles.some((role) => sufficient.has(findDirectoryRole(role)?.templateId ?? role));
  if (isHeld) return true;
  return session.areRolesKnown ? false : null;
}

import type { ApprovalPage } from "@outrigger/api-contract";

/** What each way to let people in opens besides, in an administrator's words; least first. */
export const approvalRisks: readonly ApprovalPage["risks"][number][] = [
  {
    way: "Approve on Microsoft's page, or by the commands",
    risk: "least",
    text: "Exactly the permissions above, for this app only. It acts only for people who connect their own mailbox, and with no more rights than they have. One command or click takes it back.",
  },
  {
    way: "Grant admin consent in the Entra admin center",
    risk: "least",
    text: "Everything that the app's registration lists, which may be more than is asked today. Granting there can replace what was granted before, so look at the list first.",
  },
  {
    way: "Let people request approval (admin consent workflow)",
    risk: "moderate",
    text: "Nobody gets access by it: reviewers decide each request. It holds for every app, not only this one, and needs a Global Administrator.",
  },
  {
    way: "Let people consent to any app",
    risk: "broad",
    text: "Not recommended. It opens mail to every app that a person can be talked into, and this app does not need it.",
  },
];

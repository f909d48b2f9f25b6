import { helpArticleHref, helpHrefOfCode, type SalesforceFinding } from "@outrigger/api-contract";
import type { OrgDiagnosis, OrgPart } from "@outrigger/salesforce";
import { ConnectorError } from "@outrigger/sync-core";
import { explainSalesforceText } from "./explain-salesforce-error.ts";

type Check = SalesforceFinding["check"];
type Words = Omit<SalesforceFinding, "check">;

const NOT_READABLE =
  "Salesforce does not let you read this. An administrator of Salesforce with View Setup and Configuration can.";

/** What was read from an org, in words and with fixes; each part that could not be read says so. */
export function describeFindings(diagnosis: OrgDiagnosis, productName: string): SalesforceFinding[] {
  const tell = <Facts>(
    check: Check,
    title: string,
    part: OrgPart<Facts>,
    say: (facts: Facts) => Words,
  ): SalesforceFinding =>
    part.outcome === "read"
      ? { check, ...say(part.facts) }
      : {
          check,
          outcome: "unknown",
          title,
          text: NOT_READABLE,
          fix: [],
          help: helpArticleHref("salesforce-app-blocked"),
        };
  return [
    tell("app", "Is the app installed?", diagnosis.app, (app) => sayInstalled(app, productName)),
    ...(diagnosis.app.outcome === "read" && diagnosis.app.facts.isAdminApprovedOnly
      ? [tell("assignments", "Who is the app given to?", diagnosis.assignments, sayAssignments)]
      : []),
    tell("approvals", "Approvals", diagnosis.app, sayApprovals),
    tell("logins", "Sign-ins that failed", diagnosis.logins, sayLogins),
    tell("api_calls", "API calls of today", diagnosis.apiCalls, sayApiCalls),
    tell("mail", "Where mail is saved", diagnosis.mail, sayMail),
    ...(diagnosis.mail.outcome === "read"
      ? [tell("key_field", "The unique key", diagnosis.mail, sayKeyField)]
      : []),
  ];
}

/** The org let us read nothing: that is the finding. @throws what is no refusal of that kind. */
export function describeClosedOrg(error: unknown): SalesforceFinding {
  if (!(error instanceof ConnectorError)) throw error;
  if (error.reason === "rate_limited") {
    return {
      check: "api_calls",
      outcome: "problem",
      title: "The API calls of the last 24 hours are used up",
      text: "All integrations of your org share them. Sync pauses and goes on by itself.",
      fix: ["Setup, System Overview, API Usage: find what uses the most."],
      help: helpArticleHref("salesforce-app-blocked", "signed-in-and-it-still-fails"),
    };
  }
  if (error.reason !== "admin_action_required") throw error;
  const { title, meaning, steps, help } = explainSalesforceText(error.vendorCode ?? "");
  return { check: "app", outcome: "problem", title, text: meaning, fix: steps, help };
}

type Facts<Part extends keyof OrgDiagnosis> = Extract<OrgDiagnosis[Part], { outcome: "read" }>["facts"];

function sayInstalled({ name, isInstalled }: Facts<"app">, productName: string): Words {
  if (isInstalled) {
    return {
      outcome: "fine",
      title: "The app is installed",
      text: `Salesforce knows it as ${name ?? productName}.`,
      fix: [],
      help: helpArticleHref("salesforce-app-blocked"),
    };
  }
  if (name === undefined) {
    return {
      outcome: "hint",
      title: "No app of this name is seen",
      text: `No approval and no installed app is called ${productName}. Your app may have another name in Salesforce; an External Client App of your own needs no installation.`,
      fix: ["Setup, Connected Apps OAuth Usage: look which app your people use."],
      help: helpArticleHref("salesforce-own-app"),
    };
  }
  return {
    outcome: "problem",
    title: "The app is known, and not installed",
    text: "People who allowed it before September 2025 keep access. Everybody else ends on an error page of Salesforce, and nothing comes back to us.",
    fix: [
      `Setup, Connected Apps OAuth Usage: Install ${name}.`,
      "Then give it to the profiles or permission sets of its users.",
    ],
    help: helpHrefOfCode("app_must_be_installed"),
  };
}

function sayAssignments({ count }: Facts<"assignments">): Words {
  const isNobody = count === 0;
  return {
    outcome: isNobody ? "problem" : "fine",
    title: isNobody
      ? "The app is given to nobody"
      : `The app is given to ${count === 1 ? "one profile or permission set" : `${count} profiles or permission sets`}`,
    text: "Permitted Users is Admin approved users are pre-authorized: people without one of them are refused.",
    fix: isNobody ? ["Open the app's policies and add the profiles or permission sets of its users."] : [],
    help: helpHrefOfCode("OAUTH_APP_ACCESS_DENIED"),
  };
}

function sayApprovals({ peopleCount, fullCount }: Facts<"app">): Words {
  return {
    outcome: fullCount > 0 ? "hint" : "fine",
    title: peopleCount === 1 ? "One person has an approval" : `${peopleCount} people have approvals`,
    text:
      fullCount > 0
        ? `${fullCount === 1 ? "One person has" : `${fullCount} people have`} five approvals. The next sign-in silently ends the oldest.`
        : "A person has at most five for one app; the sixth ends the oldest. Nobody is near it.",
    fix:
      fullCount > 0
        ? ["Under Connected Apps OAuth Usage revoke the approvals that are not used any more."]
        : [],
    help: helpHrefOfCode("refresh_token_expired"),
  };
}

function sayLogins({ count, failures }: Facts<"logins">): Words {
  const note =
    "Success in the login history does not mean that the app was let in: Salesforce writes it before it looks at the app.";
  if (failures.length === 0) {
    return {
      outcome: "fine",
      title: `None of the last ${count} sign-ins failed`,
      text: note,
      fix: [],
      help: helpArticleHref("salesforce-addresses"),
    };
  }
  const listed = failures.slice(0, 5).map((failure) => `${failure.status} (${failure.count})`);
  return {
    outcome: "hint",
    title: `Of the last ${count} sign-ins some failed`,
    text: `${listed.join(", ")}. ${note}`,
    fix: ["Setup, Login History: look whether they concern people who use the app."],
    help: helpArticleHref("salesforce-addresses"),
  };
}

/** Sync slows down by itself before an org's calls are used up; from here on others feel it, too. */
const HIGH_SHARE = 0.8;

function sayApiCalls({ usedCalls, maxCalls }: Facts<"apiCalls">): Words {
  const isHigh = usedCalls >= maxCalls * HIGH_SHARE;
  return {
    outcome: isHigh ? "problem" : "fine",
    title: `${usedCalls.toLocaleString("en")} of ${maxCalls.toLocaleString("en")} API calls of the last 24 hours are used`,
    text: isHigh
      ? "All integrations of your org share them. When they are used up, sync pauses and goes on by itself."
      : "All integrations of your org share them. There is room.",
    fix: isHigh ? ["Setup, System Overview, API Usage: find what uses the most."] : [],
    help: helpArticleHref("salesforce-app-blocked", "signed-in-and-it-still-fails"),
  };
}

function sayMail({ isEnhancedEmailOn }: Facts<"mail">): Words {
  return {
    outcome: isEnhancedEmailOn ? "fine" : "hint",
    title: isEnhancedEmailOn ? "Mail is saved as email" : "Mail is saved as tasks",
    text: isEnhancedEmailOn
      ? "Enhanced Email is on, and you may create email messages."
      : "Enhanced Email is off, or you may not create email messages. A task holds less text and no formatting.",
    fix: isEnhancedEmailOn ? [] : ["Setup, Enhanced Email: Enable."],
    help: helpArticleHref("what-is-read-and-written", "at-salesforce"),
  };
}

function sayKeyField({ hasKeyField }: Facts<"mail">): Words {
  return {
    outcome: hasKeyField ? "fine" : "hint",
    title: hasKeyField ? "M365_Key__c keeps mail from being saved twice" : "The field M365_Key__c is missing",
    text: hasKeyField
      ? "Even with a lost database no mail is doubled."
      : "Mail is saved once all the same, as long as this installation's database is kept.",
    fix: hasKeyField
      ? []
      : [
          "Setup, Object Manager: add to Email Message and to Activity a text field M365_Key__c, length 64, unique, external id.",
        ],
    help: helpArticleHref("what-is-read-and-written", "at-salesforce"),
  };
}

import { describe, expect, it } from "vitest";
import {
  allMailboxScopes,
  featureScopes,
  findCovering,
  isFeatureInTier,
  mailboxScopes,
  parsePermissionTier,
  permissionFeatures,
  permissionTiers,
  SIGN_IN_SCOPES,
} from "./permission-tiers.ts";

describe("permission tiers", () => {
  it("ask for exactly these scopes, in this order", () => {
    expect(Object.fromEntries(permissionTiers.map((tier) => [tier, mailboxScopes(tier).join(" ")]))).toEqual({
      sidebar_only: "",
      mail_read_only: "User.ReadBasic.All Mail.Read",
      mail_and_calendar: "User.ReadBasic.All Mail.ReadWrite Calendars.ReadWrite MailboxSettings.ReadWrite",
      everything:
        "User.ReadBasic.All Mail.ReadWrite Calendars.ReadWrite MailboxSettings.ReadWrite Contacts.ReadWrite Tasks.ReadWrite Mail.Send",
    });
  });

  it("ask for no scope that no feature of theirs needs, and allow each feature of theirs", () => {
    for (const tier of permissionTiers) {
      const asked = mailboxScopes(tier);
      const needed = permissionFeatures
        .filter((feature) => isFeatureInTier(feature, tier))
        .flatMap((feature) => [...featureScopes(feature)]);
      for (const scope of asked) expect(needed, `${tier} ${scope}`).toContain(scope);
      for (const scope of needed) expect(findCovering(asked, scope), `${tier} ${scope}`).toBeDefined();
    }
  });

  it("never ask both of two scopes of which one allows all that the other does", () => {
    for (const tier of permissionTiers) {
      const asked = mailboxScopes(tier);
      for (const scope of asked) {
        const others = asked.filter((other) => other !== scope);
        expect(findCovering(others, scope), `${tier} ${scope}`).toBeUndefined();
      }
    }
  });

  it("are all within what the registration has to list", () => {
    for (const tier of permissionTiers) {
      for (const scope of mailboxScopes(tier)) expect(allMailboxScopes()).toContain(scope);
    }
  });

  it("take the names of before", () => {
    expect(
      ["read", "standard", "extended", "everything", "all", "constructor", undefined, 3].map(
        parsePermissionTier,
      ),
    ).toEqual([
      "mail_read_only",
      "mail_and_calendar",
      "everything",
      "everything",
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("findCovering", () => {
  it("takes the scope itself before a wider one, and no narrower one", () => {
    expect(findCovering(["Mail.ReadWrite", "Mail.Read"], "Mail.Read")).toBe("Mail.Read");
    expect(findCovering(["mail.readwrite"], "Mail.Read")).toBe("mail.readwrite");
    expect(findCovering(["Mail.Read"], "Mail.ReadWrite")).toBeUndefined();
    expect(findCovering(["Mail.Send"], "constructor")).toBeUndefined();
  });
});

describe("SIGN_IN_SCOPES", () => {
  it("hold nothing that Microsoft's managed policy keeps users from granting", () => {
    expect(SIGN_IN_SCOPES).toEqual(["openid", "profile", "email", "offline_access", "User.Read"]);
  });
});

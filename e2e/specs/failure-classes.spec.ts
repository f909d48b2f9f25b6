import { afterAll, expect, test } from "vitest";
import { walkClass } from "../failure-classes/failure-class.ts";
import { accessClasses } from "../failure-classes/access-classes.ts";
import { accountClasses } from "../failure-classes/account-classes.ts";
import { grantClasses } from "../failure-classes/grant-classes.ts";
import { wallClasses } from "../failure-classes/wall-classes.ts";
import { writeConsentReport, type WalkedClass } from "../system/consent-report.ts";
import { ApiClient } from "../system/api-client.ts";
import { describeInBrowser } from "../system/describe-in-browser.ts";

const USER_CLICKS_MAX = 2;
const FIXER_CLICKS_MAX = 2;

describeInBrowser("from click to working mailbox, per failure class", (stage) => {
  const walks: WalkedClass[] = [];
  afterAll(() => writeConsentReport(walks));

  for (const failureClass of [...wallClasses, ...grantClasses, ...accessClasses, ...accountClasses]) {
    test(failureClass.name, async () => {
      await forgetEverybody();
      const walk = await walkClass(stage, failureClass);
      walks.push(walk);
      expect(walk.userClicksAfter, "clicks that it cost the user").toBeLessThanOrEqual(USER_CLICKS_MAX);
      expect(walk.fixerClicks, "clicks after signing in").toBeLessThanOrEqual(FIXER_CLICKS_MAX);
    });
  }

  /** The classes share one product: each begins with people whom it has never seen. */
  async function forgetEverybody(): Promise<void> {
    await stage.system.control("/_sandbox/reset");
    const admin = new ApiClient(stage.system);
    await admin.signInWithSalesforce("pradeep@contoso.example");
    const { users } = (await (await admin.call("GET", "/api/users")).json()) as {
      users: { id: string; email: string }[];
    };
    for (const { id, email } of users) {
      if (email === "pradeep@contoso.example") continue;
      await admin.call("POST", `/api/users/${id}/force-delete`);
    }
  }
});

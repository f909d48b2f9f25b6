import { errorCatalogue } from "@outrigger/consent";
import { describe, expect, it } from "vitest";
import { explainSalesforceText } from "./explain-salesforce-error.ts";

const page = "https://acme.my.salesforce.com/setup/secur/RemoteAccessErrorPage.apexp";
const callback = "https://crm.acme.example/sign-in/salesforce/callback";

describe("explainSalesforceText", () => {
  it.each([
    [
      `${callback}?error=OAUTH_APP_BLOCKED&error_description=this%20app%20is%20blocked%20by%20admin&state=x`,
      "OAUTH_APP_BLOCKED",
    ],
    [
      `${page}?error=invalid_client&error_description=app+must+be+installed+into+org`,
      "app_must_be_installed",
    ],
    [`${page}?error=invalid_scope&error_description=the+requested+scope+is+not+allowed`, "scope_not_allowed"],
    [`${page}?error=invalid_scope`, "scope_not_allowed"],
    ["OAUTH_EC_APP_NOT_FOUND : External client app is not installed in this org", "OAUTH_EC_APP_NOT_FOUND"],
    [
      '{"error":"app_not_found","error_description":"External client app is not installed in this org"}',
      "OAUTH_EC_APP_NOT_FOUND",
    ],
    [
      `${callback}?error=OAUTH_APP_ACCESS_DENIED&error_description=user+is+not+admin+approved+to+access+this+app`,
      "OAUTH_APP_ACCESS_DENIED",
    ],
    [`${callback}?error=access_denied&error_description=end-user+denied+authorization`, "salesforce_denied"],
    [`${callback}?error=access_denied&state=abc`, "salesforce_denied"],
    [
      "error=redirect_uri_mismatch&error_description=redirect_uri%20must%20match%20configuration",
      "redirect_uri_mismatch",
    ],
    ["error=invalid_client_id&error_description=client%20identifier%20invalid", "invalid_client_id"],
    ['{"error":"invalid_grant","error_description":"expired access/refresh token"}', "refresh_token_expired"],
    [
      '{"error":"invalid_grant","error_description":"Audience validation failed"}',
      "audience_validation_failed",
    ],
    ['{"error":"invalid_grant","error_description":"ip restricted"}', "ip_restricted"],
    ["inactive_user", "inactive_user"],
    ['[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]', "INVALID_SESSION_ID"],
    [
      '[{"message":"This session is not valid for use with the REST API","errorCode":"INVALID_SESSION_ID"}]',
      "session_not_valid_for_api",
    ],
    [
      '[{"errorCode":"API_DISABLED_FOR_ORG","message":"The REST API is not enabled for this Organization."}]',
      "API_DISABLED_FOR_ORG",
    ],
  ])("names the row of %s", (text, code) => {
    expect(explainSalesforceText(text)).toMatchObject({ certainty: "certain", code, question: null });
  });

  it.each([
    [
      "We can't authorize you because of an OAuth error. OAUTH_APPROVAL_ERROR_GENERIC : An unexpected error has occured",
      2,
    ],
    [`${page}?error=invalid_client`, 2],
    [`${page}?error=something_new&error_description=never+seen`, 2],
    ["invalid_grant", 4],
    ["access_denied", 4],
    ["Bad_OAuth_Token", 2],
  ])("asks the one question of %s, and every answer settles it", (text, count) => {
    const { certainty, code, question } = explainSalesforceText(text);
    expect([certainty, code, question?.choices.length]).toEqual(["ambiguous", null, count]);
    for (const { answer } of question?.choices ?? []) {
      expect([answer, explainSalesforceText(answer).question]).toEqual([answer, null]);
      expect(explainSalesforceText(answer).code).not.toBeNull();
    }
  });

  it("says that an error is Microsoft's, with its section", () => {
    expect(explainSalesforceText("AADSTS90094: Need admin approval")).toMatchObject({
      certainty: "other_vendor",
      code: "AADSTS90094",
      isAdministratorNeeded: false,
      help: "/help/error-codes#aadsts90094",
    });
  });

  it.each([
    "hello",
    "https://acme.my.salesforce.com/lightning/page/home",
    "💥".repeat(2000),
    "%%%",
    "<script>alert(1)</script>",
  ])("does not claim to know %s", (text) => {
    expect(explainSalesforceText(text)).toMatchObject({ certainty: "unknown", code: null });
  });

  it("tells an answer of success from an error", () => {
    expect(explainSalesforceText(`${callback}?code=aPrx1&state=x`).certainty).toBe("no_error");
  });

  it("knows every code of Salesforce by its name", () => {
    for (const { code, question } of errorCatalogue.filter(({ vendor }) => vendor === "salesforce")) {
      const { certainty } = explainSalesforceText(code);
      expect([code, certainty]).toEqual([code, question ? "ambiguous" : "certain"]);
    }
  });
});

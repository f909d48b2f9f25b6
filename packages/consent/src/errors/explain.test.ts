import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorCatalogue, findError } from "./error-catalogue.ts";
import { explain } from "./explain.ts";
import { knownErrorNames } from "./testing/known-error-names.ts";

const found = (text: string) => {
  const { certainty, matches } = explain(text);
  return [certainty, ...matches.map(({ entry }) => entry.code)];
};

describe("reads every form an error comes in", () => {
  const description = "AADSTS90094%3a+An+administrator+of+Contoso+has+set+a+policy";
  test.each([
    ["a code", "AADSTS90094"],
    ["a code in small letters with a space", "aadsts 90094"],
    ["a number", "90094"],
    ["a sentence", "Sorry, but we are having trouble signing you in. AADSTS90094: Need approval"],
    ["a query", `https://app.example/callback?error=access_denied&error_description=${description}&state=x`],
    ["a fragment", `https://app.example/callback#error=access_denied&error_description=${description}`],
    ["a bare query", `error=access_denied&error_description=${description}`],
    [
      "an address in a sentence",
      `I was sent to https://app.example/cb?error=access_denied&error_description=${description}`,
    ],
    ["Microsoft's page about it", "https://login.microsoftonline.com/error?code=90094"],
    ["a token answer", '{"error":"x","error_description":"AADSTS90094: y","error_codes":[90094]}'],
    ["a token answer in a log line", 'token request failed: {"error":"x","error_codes":[90094]}'],
    ["a cut token answer", '{"error":"x","error_description":"AADSTS90094: y'],
  ])("%s", (_form, text) => {
    expect(found(text)).toEqual(["certain", "AADSTS90094"]);
  });

  test("takes correlation id, trace id and time from both layouts of the description", () => {
    const ids = {
      correlationId: "22222222-2222-4222-8222-222222222222",
      traceId: "11111111-1111-4111-8111-111111111111",
      timestamp: "2026-11-23 10:00:00Z",
    };
    const parts = [
      "AADSTS65001: text.",
      `Trace ID: ${ids.traceId}`,
      `Correlation ID: ${ids.correlationId}`,
      `Timestamp: ${ids.timestamp}`,
    ];
    expect(explain(JSON.stringify({ error_description: parts.join("\r\n") }))).toMatchObject(ids);
    expect(explain(parts.join(" "))).toMatchObject(ids);
  });
});

describe("never names a wrong cause", () => {
  test("a cancelled callback is ambiguous and asks which page it was", () => {
    const explanation = explain("https://app.example/cb?error=access_denied&error_subcode=cancel&state=x");
    expect(explanation.certainty).toBe("ambiguous");
    expect(explanation.question?.choices.map(({ cause }) => cause)).toEqual([
      "admin_approval_required",
      "approval_request_pending",
      "user_declined",
      "user_cancelled_sign_in",
    ]);
  });

  test.each([
    "AADSTS65004",
    "User declined to consent",
    "access_denied",
    "interaction_required",
    "invalid_grant",
  ])("%s is ambiguous and comes with a question", (text) => {
    expect(explain(text)).toMatchObject({ certainty: "ambiguous", question: { text: expect.any(String) } });
  });

  test("an error wins over admin_consent=True beside it", () => {
    expect(
      found("?error=access_denied&error_description=AADSTS65004%3A+declined&admin_consent=True"),
    ).toEqual(["likely", "admin_consent_declined", "AADSTS65004"]);
  });

  test("an unknown error beside a code is no success", () => {
    expect(found("https://app.example/cb?error=brand_new&code=0.AAA")).toEqual(["unknown"]);
  });

  test("an answer of success is no error", () => {
    expect(found("https://app.example/cb?code=0.AAA&state=x")).toEqual(["no_error"]);
    expect(found("https://app.example/cb?admin_consent=True&tenant=t&state=x")).toEqual(["no_error"]);
  });

  test.each(["", "hello", "constructor", "AADSTS99999999", "{}", "[]", "?error=brand_new"])(
    "%j is unknown",
    (text) => {
      expect(found(text)).toEqual(["unknown"]);
    },
  );

  test("two codes in one text are not certain", () => {
    expect(found("AADSTS50105 and before that AADSTS90094")).toEqual([
      "ambiguous",
      "AADSTS50105",
      "AADSTS90094",
    ]);
  });

  test("no text makes it throw, or claim certainty about a code that the text does not carry", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const { certainty } = explain(text);
        expect(["unknown", "no_error"]).toContain(/\d{5}|error|denied/i.test(text) ? "unknown" : certainty);
      }),
    );
  }, 30_000);

  test("a long hostile text is read in a moment", () => {
    const started = performance.now();
    for (const text of [
      "a=".repeat(50_000),
      "https://" + "?".repeat(100_000),
      "{".repeat(100_000),
      "AADSTS".repeat(20_000),
    ])
      explain(text);
    // A quadratic pattern would take minutes; a busy machine some seconds.
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe("recognises Salesforce's twins of the wall", () => {
  test.each([
    [
      "https://app.example/cb?error=OAUTH_APP_BLOCKED&error_description=this+app+is+blocked+by+admin",
      "OAUTH_APP_BLOCKED",
    ],
    [
      "https://x.my.salesforce.com/setup/secur/RemoteAccessErrorPage.apexp?error=invalid_client&error_description=app+must+be+installed+into+org",
      "app_must_be_installed",
    ],
    [
      "https://x.my.salesforce.com/setup/secur/RemoteAccessErrorPage.apexp?error=invalid_scope&error_description=the+requested+scope+is+not+allowed",
      "scope_not_allowed",
    ],
    [
      '{"error":"app_not_found","error_description":"External client app is not installed in this org"}',
      "OAUTH_EC_APP_NOT_FOUND",
    ],
    [
      '{"error":"invalid_app_access","error_description":"user is not admin approved to access this app"}',
      "OAUTH_APP_ACCESS_DENIED",
    ],
    [
      '{"error":"invalid_grant","error_description":"user hasn\'t approved this consumer"}',
      "OAUTH_APP_ACCESS_DENIED",
    ],
    ["?error=access_denied&error_description=end-user+denied+authorization", "salesforce_denied"],
    [
      "error=redirect_uri_mismatch&error_description=redirect_uri%20must%20match%20configuration",
      "redirect_uri_mismatch",
    ],
    ["?error=invalid_client_id&error_description=client+identifier+invalid", "invalid_client_id"],
    ['{"error":"invalid_grant","error_description":"expired access/refresh token"}', "refresh_token_expired"],
    [
      '{"error":"invalid_grant","error_description":"Audience validation failed"}',
      "audience_validation_failed",
    ],
    ['{"error":"invalid_grant","error_description":"ip restricted"}', "ip_restricted"],
    ['{"error":"inactive_user"}', "inactive_user"],
    ['[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]', "INVALID_SESSION_ID"],
    [
      '[{"message":"This session is not valid for use with the REST API","errorCode":"INVALID_SESSION_ID"}]',
      "session_not_valid_for_api",
    ],
    [
      '[{"message":"The REST API is not enabled for this Organization.","errorCode":"API_DISABLED_FOR_ORG"}]',
      "API_DISABLED_FOR_ORG",
    ],
  ])("%s", (text, code) => {
    expect(found(text)).toEqual(["certain", code]);
  });

  test("the generic page text asks for the page's address", () => {
    expect(
      found(
        "OAUTH_APPROVAL_ERROR_GENERIC : An unexpected error has occured during authentication. Please try again.",
      ),
    ).toEqual(["ambiguous", "OAUTH_APPROVAL_ERROR_GENERIC"]);
  });
});

describe("the catalogue", () => {
  test.each(knownErrorNames.map((name) => [name] as const))("explains %s by name", (name) => {
    const wanted = /^\d+$/.test(name) ? `AADSTS${name}` : name;
    expect(findError(name)?.code).toBe(wanted);
    expect(explain(wanted).matches.map(({ entry }) => entry.code)).toContain(wanted);
  });

  test("names its source and its actor for each", () => {
    for (const { code, source, whoMustAct, question } of errorCatalogue) {
      expect({ code, hasSource: /\./.test(source) || source.includes(" ") }).toEqual({
        code,
        hasSource: true,
      });
      // Who must act depends on the answer only where there is a question.
      expect({ code, isSaid: whoMustAct.length > 0 || question !== undefined }).toEqual({
        code,
        isSaid: true,
      });
    }
  });

  test("has one entry per code, each with what it means, where it shows, what to do and where it comes from", () => {
    expect(new Set(errorCatalogue.map(({ code }) => code.toLowerCase())).size).toBe(errorCatalogue.length);
    for (const entry of errorCatalogue) {
      expect(entry.title).toMatch(/^[A-Z].*[^.]$/);
      expect(entry.meaning).toMatch(/^[A-Z].*\.$/);
      expect(entry.whereShown).not.toEqual([]);
      expect(entry.steps).not.toEqual([]);
      expect(entry.source).not.toBe("");
      expect(findError(entry.code)).toBe(entry);
    }
  });
});

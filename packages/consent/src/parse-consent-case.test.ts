import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseConsentCase } from "./parse-consent-case.ts";
import { ConsentCaseError } from "./read-field.ts";
import { arbitraryCase } from "./testing/arbitrary-case.ts";
import { buildCase } from "./testing/build-consent-case.ts";

test("reads a case back as it was written", () => {
  fc.assert(
    fc.property(arbitraryCase, (input) => {
      expect(JSON.parse(JSON.stringify(parseConsentCase(JSON.parse(JSON.stringify(input)))))).toEqual(
        JSON.parse(JSON.stringify(input)),
      );
    }),
  );
});

test("ignores fields that it does not know", () => {
  expect(parseConsentCase({ ...buildCase(), comment: "x" })).not.toHaveProperty("comment");
});

test("takes Graph's object of nulls for no verified publisher", () => {
  const nulls = { displayName: null, verifiedPublisherId: null, addedDateTime: null };
  const input = { ...buildCase(), app: { ...buildCase().app, verifiedPublisher: nulls } };
  expect(parseConsentCase(input).app.verifiedPublisher).toBeNull();
});

const change = (path: string, value: unknown): unknown => {
  const copy = structuredClone(
    buildCase({
      grants: [{ consentType: "Principal", principalId: "adele", resourceAppId: "r", scope: "s" }],
    }),
  );
  const keys = path.replaceAll(/\[(\d+)\]/g, ".$1").split(".");
  const last = keys.pop()!;
  const parent = keys.reduce<any>((at, key) => at[key], copy);
  parent[last] = value;
  return copy;
};

test.each<[string, unknown]>([
  ["tenant", null],
  ["tenant.id", 7],
  ["tenant.permissionGrantPoliciesAssigned", "all"],
  ["tenant.permissionGrantPoliciesAssigned[1]", {}],
  ["tenant.customPolicies", [{}]],
  ["tenant.adminConsentWorkflow.isEnabled", "yes"],
  ["tenant.blockUserConsentForRiskyApps", undefined],
  ["app.createdDateTime", "yesterday"],
  ["app.requiredResourceAccess[0].scopes", "Mail.Read"],
  ["app.servicePrincipal.accountEnabled", 1],
  ["user.directoryRoles", {}],
  ["grants[0].consentType", "Everybody"],
  ["grants[0].principalId", null],
  ["request.endpoint", "token"],
  ["request.scope", ["Mail.Read"]],
  ["request.scope", "x".repeat(200_000)],
  ["request.prompt", 0],
])("a wrong %s is named", (path, value) => {
  expect(() => parseConsentCase(change(path, value))).toThrow(ConsentCaseError);
  expect(() => parseConsentCase(change(path, value))).toThrow(path);
});

function failureOf(input: unknown): unknown {
  try {
    parseConsentCase(input);
    return undefined;
  } catch (error) {
    return error;
  }
}

test("nothing from outside makes it fail otherwise than by naming a field", () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(() => parseConsentCase(value)).toThrow(ConsentCaseError);
    }),
  );
  fc.assert(
    fc.property(
      fc.constantFrom("tenant", "app", "user", "grants", "request"),
      fc.anything(),
      (key, value) => {
        expect(failureOf({ ...buildCase(), [key]: value })).toSatisfy(
          (failure) => failure === undefined || failure instanceof ConsentCaseError,
        );
      },
    ),
  );
});

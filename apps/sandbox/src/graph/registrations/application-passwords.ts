import { randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import { directoryOf, type Application } from "../../core/directory.ts";
import { auditProperty } from "../../entra/write-audit.ts";
import { auditDirectoryWrite } from "../audit-directory-write.ts";
import { invalidRequest } from "../graph-error.ts";
import {
  contextOf,
  noContent,
  ok,
  type GraphRequest,
  type GraphResponse,
  type GraphRoute,
} from "../graph-request.ts";
import { allowOnly } from "../odata-query.ts";
import { parseRequestBody } from "../parse-request-body.ts";
import { applicationPath, changesRegistration } from "./application-routes.ts";
import { findApplication } from "./find-application.ts";

import { viewPassword } from "./view-application.ts";

const newPasswordSchema = z.strictObject({
  passwordCredential: z
    .strictObject({
      displayName: z.string().max(120).nullish(),
      startDateTime: z.iso.datetime({ offset: true }).optional(),
      endDateTime: z.iso.datetime({ offset: true }).optional(),
    })
    .optional(),
});

/** POST …/addPassword: the answer is the only one that ever holds the value (application-addpassword). */
function addPassword(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const app = findApplication(request);
  const { passwordCredential = {} } = parseRequestBody(newPasswordSchema, request.body ?? {}, "application");
  const start = new Date(passwordCredential.startDateTime ?? request.context.clock.now());
  const end = passwordCredential.endDateTime
    ? new Date(passwordCredential.endDateTime)
    : twoYearsAfter(start);
  if (end <= start) throw invalidRequest("The end date of the credential must be after its start date.");
  const secret = {
    keyId: randomUUID(),
    value: newSecretText(),
    displayName: passwordCredential.displayName ?? undefined,
    startDateTime: start.toISOString(),
    endDateTime: end.toISOString(),
  };
  saveSecrets(request, app, [...app.secrets, secret]);
  return ok({
    "@odata.context": contextOf(request, "microsoft.graph.passwordCredential"),
    ...viewPassword(secret),
    secretText: secret.value,
  });
}

function twoYearsAfter(start: Date): Date {
  const end = new Date(start);
  end.setUTCFullYear(end.getUTCFullYear() + 2);
  return end;
}

/** 40 characters in the form of Entra's own: three, `8Q~`, thirty-four. */
function newSecretText(): string {
  const characters = randomBytes(48).toString("base64url").replaceAll("-", "~").slice(0, 37);
  return `${characters.slice(0, 3)}8Q~${characters.slice(3)}`;
}

const removedPasswordSchema = z.strictObject({ keyId: z.uuid() });

function removePassword(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const app = findApplication(request);
  const { keyId } = parseRequestBody(removedPasswordSchema, request.body, "application");
  if (!app.secrets.some((secret) => secret.keyId.toLowerCase() === keyId.toLowerCase())) {
    throw invalidRequest("No password credential found with keyId.");
  }
  const kept = app.secrets.filter((secret) => secret.keyId.toLowerCase() !== keyId.toLowerCase());
  saveSecrets(request, app, kept);
  return noContent;
}

function saveSecrets(request: GraphRequest, app: Application, secrets: Application["secrets"]): void {
  directoryOf(request.context).applications.put({ ...app, secrets });
  auditDirectoryWrite(request, {
    activity: "Update application – Certificates and secrets management ",
    operation: "Update",
    target: {
      id: app.id,
      displayName: app.displayName,
      type: "Application",
      modifiedProperties: [auditProperty("KeyDescription", describe(secrets), describe(app.secrets))],
    },
  });
}

/** Which secrets there are; a value stands in no log. */
function describe(secrets: Application["secrets"]): string[] {
  return secrets.map(
    ({ keyId, displayName }) =>
      `[KeyIdentifier=${keyId},KeyType=Password,KeyUsage=Verify,DisplayName=${displayName ?? ""}]`,
  );
}

export const applicationPasswordRoutes: readonly Omit<GraphRoute, "area">[] = [
  { method: "POST", path: `${applicationPath}/addPassword`, ...changesRegistration, handle: addPassword },
  {
    method: "POST",
    path: `${applicationPath}/removePassword`,
    ...changesRegistration,
    handle: removePassword,
  },
];

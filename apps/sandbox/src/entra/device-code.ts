import { randomInt } from "node:crypto";
import type { SandboxContext } from "../core/part.ts";
import { readClientId, type RequestParameters } from "./authorization-request.ts";
import { DEVICE_PAGE } from "./device-sign-in.ts";
import { EntraError } from "./entra-error.ts";
import { entraRecords, hashOpaqueValue, newOpaqueValue, type IssuedDeviceCode } from "./entra-records.ts";
import { parseScope } from "./parse-scope.ts";
import { findApplication, resolveTenant } from "./resolve-tenant.ts";
import { secondsNow } from "./sign-in-visit.ts";
import { answerUser, required, type GrantRequest } from "./token-grants.ts";

/** RFC 8628's name, and the short one of the drafts, which MSAL sends to this day. */
const grantTypes: readonly string[] = ["urn:ietf:params:oauth:grant-type:device_code", "device_code"];

export function isDeviceCodeGrant(grantType: string | undefined): boolean {
  return grantType !== undefined && grantTypes.includes(grantType);
}

/** RFC 8628 §3.5: what a poll that came too early adds to the interval. */
const SLOW_DOWN_SECONDS = 5;

export interface DeviceQuestion {
  readonly tenantSegment: string;
  readonly parameters: RequestParameters;
  readonly origin: string;
}

/** POST /{tenant}/oauth2/v2.0/devicecode (v2-oauth2-device-code.md). Throws 900144, 700016, 70011 and their like. */
export function issueDeviceCode(
  context: SandboxContext,
  { tenantSegment, parameters, origin }: DeviceQuestion,
) {
  const selection = resolveTenant(context, tenantSegment);
  const app = findApplication(context, readClientId(parameters), selection);
  const scope = required(parameters, "scope");
  parseScope(scope, app);
  const { deviceCodes, settings } = entraRecords(context);
  const { deviceCodeSeconds, deviceCodeIntervalSeconds } = settings();
  const now = secondsNow(context);
  for (const old of deviceCodes.filter((code) => code.expiresAt + 86_400 <= now)) deviceCodes.delete(old.id);
  const deviceCode = newOpaqueValue();
  const userCode = newUserCode();
  deviceCodes.put({
    id: hashOpaqueValue(deviceCode),
    userCodeHash: hashOpaqueValue(userCode),
    tenantSegment,
    appId: app.appId,
    scope,
    expiresAt: now + deviceCodeSeconds,
    intervalSeconds: deviceCodeIntervalSeconds,
    lastPolledAt: undefined,
    status: "pending",
    approval: undefined,
  });
  const page = `${origin}${DEVICE_PAGE}`;
  return {
    user_code: userCode,
    device_code: deviceCode,
    verification_uri: page,
    expires_in: deviceCodeSeconds,
    interval: deviceCodeIntervalSeconds,
    message: `To sign in, use a web browser to open the page ${page} and enter the code ${userCode} to authenticate.`,
  };
}

/** Nine signs, none of which looks like another. */
function newUserCode(): string {
  const signs = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  return Array.from({ length: 9 }, () => signs[randomInt(signs.length)] ?? "A").join("");
}

/** grant_type=urn:ietf:params:oauth:grant-type:device_code. Throws 70018, 70020, 70016 and 65004 until somebody is through. */
export async function redeemDeviceCode(request: GrantRequest) {
  const { context, app, parameters } = request;
  const { deviceCodes } = entraRecords(context);
  const code = deviceCodes.get(hashOpaqueValue(required(parameters, "device_code")));
  if (!code || code.appId !== app.appId || code.status === "redeemed") throw new EntraError(70018);
  if (code.status === "declined") throw new EntraError(65004, {}, { error: "authorization_declined" });
  if (code.expiresAt <= secondsNow(context)) throw new EntraError(70020);
  if (!code.approval) throw notePoll(context, code);
  // Marked before anything is awaited: two polls at once must not both pass.
  deviceCodes.put({ ...code, status: "redeemed" });
  const grantsAsOf = context.clock.now();
  return answerUser(request, { ...code.approval, askedBefore: code.scope, nonce: undefined, grantsAsOf });
}

function notePoll(context: SandboxContext, code: IssuedDeviceCode): EntraError {
  const { deviceCodes, settings } = entraRecords(context);
  const now = context.clock.now().getTime();
  // A fifth of the interval is forgiven: timers and networks are never exact.
  const isEarly = code.lastPolledAt !== undefined && now - code.lastPolledAt < code.intervalSeconds * 800;
  const slowsDown = isEarly && settings().devicePollingSlowsDown;
  deviceCodes.put({
    ...code,
    lastPolledAt: now,
    intervalSeconds: code.intervalSeconds + (slowsDown ? SLOW_DOWN_SECONDS : 0),
  });
  return new EntraError(70016, {}, slowsDown ? { error: "slow_down" } : {});
}

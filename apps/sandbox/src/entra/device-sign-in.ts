import type { SandboxContext } from "../core/part.ts";
import { entraRecords, hashOpaqueValue, type IssuedDeviceCode, type SignInFlow } from "./entra-records.ts";
import {
  moveFlow,
  openFlow,
  secondsNow,
  type FlowParty,
  type SignInStep,
  type SignInVisit,
} from "./sign-in-visit.ts";

/** Where people type the code; Microsoft's own address stands behind microsoft.com/devicelogin. */
export const DEVICE_PAGE = "/common/oauth2/deviceauth";

/** The device that waits behind a typed code; blanks, hyphens and small letters do no harm. */
function findDeviceCode(context: SandboxContext, typed: string): IssuedDeviceCode | undefined {
  const userCodeHash = hashOpaqueValue(typed.replaceAll(/[\s-]/g, "").toUpperCase());
  return entraRecords(context).deviceCodes.find(
    (code) =>
      code.userCodeHash === userCodeHash && code.status === "pending" && code.expiresAt > secondsNow(context),
  );
}

/** A typed code begins the sign-in for its device; undefined where no device waits for it. */
export function beginDevice(visit: SignInVisit, typed: string): SignInStep | undefined {
  const code = findDeviceCode(visit.context, typed);
  if (!code) return undefined;
  const flow = openFlow(visit, {
    endpoint: "device",
    deviceCodeId: code.id,
    tenantSegment: code.tenantSegment,
    appId: code.appId,
    scope: code.scope,
    redirectUri: "",
    responseMode: "query",
    state: undefined,
    nonce: undefined,
    prompt: undefined,
    loginHint: undefined,
    codeChallenge: undefined,
    codeChallengeMethod: undefined,
  });
  return { kind: "page", flow };
}

/** The person is through; the device hears it when it polls next. */
export function approveDevice(visit: SignInVisit, flow: SignInFlow, party: FlowParty): SignInStep {
  settle(visit, flow, {
    status: "approved",
    approval: {
      userId: party.user.id,
      tenantId: party.tenant.id,
      authTime: flow.authTime ?? 0,
      hasMfa: flow.hasMfa === true,
    },
  });
  return { kind: "page", flow: moveFlow(visit, flow, { stage: "device_done" }) };
}

/** Whoever has signed in and then says no, says it for the device; leaving before that tells it nothing. */
export function declineDevice(visit: SignInVisit, flow: SignInFlow): SignInStep {
  if (flow.userId !== undefined) settle(visit, flow, { status: "declined" });
  return { kind: "page", flow: moveFlow(visit, flow, { stage: "device_canceled" }) };
}

/** The first answer counts, should two people have typed the same code. */
function settle(
  { context }: SignInVisit,
  flow: SignInFlow,
  answer: Pick<IssuedDeviceCode, "status"> & Partial<Pick<IssuedDeviceCode, "approval">>,
): void {
  const { deviceCodes } = entraRecords(context);
  const code = deviceCodes.get(flow.request.deviceCodeId ?? "");
  if (code?.status === "pending") deviceCodes.put({ ...code, ...answer });
}

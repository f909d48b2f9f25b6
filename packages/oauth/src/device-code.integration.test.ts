import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pollDeviceTokens, requestDeviceCode, Secret, type DeviceCode, type OAuthParties } from "./index.ts";
import { NOW, startFakeServer } from "./testing/fake-server.ts";

let fake: Awaited<ReturnType<typeof startFakeServer>>;
let parties: OAuthParties;
let time: number;
const waits: number[] = [];
beforeAll(async () => {
  fake = await startFakeServer();
});
afterAll(() => fake.close());
beforeEach(() => {
  fake.replies.length = 0;
  fake.received.length = 0;
  waits.length = 0;
  time = NOW.getTime();
  parties = {
    ...fake.parties,
    server: { ...fake.parties.server, deviceAuthorizationEndpoint: `${fake.root}/devicecode` },
    client: { clientId: "public1" },
    transport: { ...fake.parties.transport, now: () => new Date(time) },
  };
});

const sleep = async (milliseconds: number): Promise<void> => {
  waits.push(milliseconds / 1000);
  time += milliseconds;
};
const answer = {
  device_code: "device1",
  user_code: "ABCD-1234",
  verification_uri: "https://microsoft.com/devicelogin",
  expires_in: 900,
  interval: 5,
  message: "Type it.",
};
const device = (change: Partial<DeviceCode> = {}): DeviceCode => ({
  deviceCode: new Secret("device1"),
  userCode: "ABCD-1234",
  verificationUri: answer.verification_uri,
  expiresAt: new Date(NOW.getTime() + 900_000),
  intervalSeconds: 5,
  ...change,
});
const poll = (change: Partial<DeviceCode> = {}) =>
  pollDeviceTokens(parties, { device: device(change), scopes: ["User.Read"], sleep });
const refusal = (error: string) => ({ status: 400, body: { error } });
const tokens = { body: { token_type: "Bearer", access_token: "access1", expires_in: 3600 } };

describe("requestDeviceCode", () => {
  it("asks with the client and its scopes, and hides the device's code", async () => {
    fake.replies.push({ body: answer });
    const code = await requestDeviceCode(parties, ["openid", "User.Read"]);
    expect(fake.received[0]?.path).toBe("/devicecode");
    expect(Object.fromEntries(fake.received[0]?.form ?? [])).toEqual({
      client_id: "public1",
      scope: "openid User.Read",
    });
    expect(code).toMatchObject({ userCode: "ABCD-1234", intervalSeconds: 5 });
    expect(code.expiresAt).toEqual(new Date(NOW.getTime() + 900_000));
    expect(JSON.stringify(code)).not.toContain("device1");
  });

  it.each([
    ["HTML", { status: 200, body: "<html>" }, "invalid_response"],
    ["no code", { body: { ...answer, user_code: "" } }, "invalid_response"],
    ["a page that is no address", { body: { ...answer, verification_uri: "nowhere" } }, "invalid_response"],
    ["a refusal", refusal("unauthorized_client"), "unauthorized_client"],
  ])("fails for %s", async (_name, reply, error) => {
    fake.replies.push(reply);
    await expect(requestDeviceCode(parties, ["x"])).rejects.toMatchObject({ error });
  });

  it("says that a server without the endpoint cannot do it", async () => {
    await expect(requestDeviceCode(fake.parties, ["x"])).rejects.toMatchObject({ error: "unsupported" });
  });
});

describe("pollDeviceTokens", () => {
  it("waits before every poll, slows down for good when told to, and ends with the tokens", async () => {
    fake.replies.push(
      refusal("authorization_pending"),
      refusal("slow_down"),
      refusal("authorization_pending"),
    );
    fake.replies.push(tokens);
    const result = await poll();
    expect(result.outcome).toBe("tokens");
    expect(waits).toEqual([5, 5, 10, 10]);
    expect(fake.received.at(-1)?.form.get("grant_type")).toBe("urn:ietf:params:oauth:grant-type:device_code");
  });

  it.each(["authorization_declined", "access_denied"])(
    "ends when the person declines (%s)",
    async (error) => {
      fake.replies.push(refusal(error));
      expect(await poll()).toEqual({ outcome: "declined" });
    },
  );

  it("ends when the server lets the code expire", async () => {
    fake.replies.push(refusal("expired_token"));
    expect(await poll()).toEqual({ outcome: "expired" });
  });

  it("ends by its own clock when a server never says so", async () => {
    fake.replies.push(...Array.from({ length: 10 }, () => refusal("authorization_pending")));
    const expiresAt = new Date(NOW.getTime() + 20_000);
    expect(await poll({ expiresAt })).toEqual({ outcome: "expired" });
    expect(fake.received).toHaveLength(3);
  });

  it("goes on, slower, while the server cannot be heard", async () => {
    fake.replies.push({ status: 503, body: "<html>" }, tokens);
    expect((await poll()).outcome).toBe("tokens");
    expect(waits).toEqual([5, 10]);
  });

  it("fails at once for a registration without this flow", async () => {
    fake.replies.push({ status: 401, body: { error: "invalid_client", error_codes: [7000218] } });
    await expect(poll()).rejects.toMatchObject({ error: "invalid_client", errorCodes: [7000218] });
  });

  it("stops when the waiting is ended", async () => {
    const stop = new Error("Ctrl-C");
    const waiting = pollDeviceTokens(parties, {
      device: device(),
      scopes: [],
      sleep: () => Promise.reject(stop),
    });
    await expect(waiting).rejects.toBe(stop);
    expect(fake.received).toHaveLength(0);
  });
});

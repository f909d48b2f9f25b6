import type { FastifyReply, FastifyRequest } from "fastify";
import type { SandboxContext } from "../../core/part.ts";
import { findUser, isTrue, openOrg, orgsOf, textOf, type OpenOrg, type StoredRecord } from "../org.ts";
import type { LoginChoice } from "../pages/sign-in-pages.ts";
import { createRecord } from "../records/write-record.ts";
import { oauthStoreOf, randomToken, type LoginSession } from "./oauth-store.ts";

const cookieName = "salesforce_sid";

/** The active users of all orgs, the hinted one first. */
export function listLoginChoices(context: SandboxContext, loginHint: string | undefined): LoginChoice[] {
  const choices = orgsOf(context.store)
    .all()
    .flatMap((org) => {
      const opened = openOrg(context, org);
      return opened
        .rows("User")
        .filter((user) => isTrue(user, "IsActive"))
        .map((user) => ({
          opened,
          user,
          profileName: textOf(opened.rows("Profile").get(textOf(user, "ProfileId")) ?? user, "Name"),
        }));
    });
  const isHinted = ({ user }: LoginChoice) =>
    textOf(user, "Username").toLowerCase() === loginHint?.toLowerCase();
  return choices.toSorted((left, right) => Number(isHinted(right)) - Number(isHinted(left)));
}

/** Signs a user in and writes the line that Setup's login history shows. */
export function signIn(context: SandboxContext, username: string): LoginSession | undefined {
  const found = findUser(context, username);
  if (!found || !isTrue(found.user, "IsActive")) return undefined;
  const { opened, user } = found;
  const history = opened.catalogue.find("LoginHistory");
  if (history) {
    createRecord({ opened, userId: user.id, asSystem: true }, history, {
      UserId: user.id,
      LoginTime: opened.timestamp(),
      LoginType: "Application",
      Status: "Success",
      Application: "Browser",
    });
  }
  const login: LoginSession = { id: randomToken(), orgId: opened.org.id, userId: user.id };
  oauthStoreOf(context.store).logins.put(login);
  return login;
}

export function setLoginCookie(reply: FastifyReply, login: LoginSession): void {
  void reply.setCookie(cookieName, login.id, { path: "/salesforce", httpOnly: true, sameSite: "lax" });
}

export function signOut(context: SandboxContext, request: FastifyRequest, reply: FastifyReply): void {
  oauthStoreOf(context.store).logins.delete(request.cookies[cookieName] ?? "");
  void reply.clearCookie(cookieName, { path: "/salesforce" });
}

export function findLogin(context: SandboxContext, request: FastifyRequest): LoginSession | undefined {
  return oauthStoreOf(context.store).logins.get(request.cookies[cookieName] ?? "");
}

/** The person in front of a page. */
export function findSignedInUser(
  context: SandboxContext,
  request: FastifyRequest,
): { opened: OpenOrg; user: StoredRecord } | undefined {
  const login = findLogin(context, request);
  const org = login && orgsOf(context.store).get(login.orgId);
  const opened = org && openOrg(context, org);
  const user = login && opened?.rows("User").get(login.userId);
  return opened && user && isTrue(user, "IsActive") ? { opened, user } : undefined;
}

/** Only addresses of this Salesforce may follow a login: else the page would forward to anywhere. */
export function safeStartUrl(startUrl: unknown): string {
  return typeof startUrl === "string" && /^\/salesforce\/[^\\\s]*$/.test(startUrl) && !startUrl.includes("//")
    ? startUrl
    : "/salesforce/home";
}

import { textOf } from "../org.ts";
import type { TokenHolder } from "./find-caller.ts";

/** The identity URL's answer (Salesforce Help, "Identity URLs"). */
export function describeIdentity(
  { opened, user }: TokenHolder,
  instanceUrl: string,
): Record<string, unknown> {
  return {
    id: `${instanceUrl}/id/${opened.org.id}/${user.id}`,
    asserted_user: true,
    user_id: user.id,
    organization_id: opened.org.id,
    username: textOf(user, "Username"),
    nick_name: textOf(user, "Alias"),
    display_name: textOf(user, "Name"),
    email: textOf(user, "Email"),
    email_verified: true,
    first_name: textOf(user, "FirstName") || null,
    last_name: textOf(user, "LastName"),
    timezone: textOf(user, "TimeZoneSidKey"),
    photos: { picture: `${instanceUrl}/profilephoto/005/F`, thumbnail: `${instanceUrl}/profilephoto/005/T` },
    addr_street: null,
    addr_city: null,
    addr_state: null,
    addr_country: null,
    addr_zip: null,
    mobile_phone: null,
    mobile_phone_verified: false,
    is_lightning_login_user: false,
    status: { created_date: null, body: null },
    urls: urlsOf(instanceUrl, user.id),
    active: true,
    user_type: "STANDARD",
    language: textOf(user, "LanguageLocaleKey"),
    locale: textOf(user, "LocaleSidKey"),
    utcOffset: 0,
    last_modified_date: textOf(user, "LastModifiedDate"),
    is_app_installed: true,
  };
}

/** The UserInfo endpoint's answer, with OpenID Connect's names. */
export function describeUserinfo(
  { opened, user }: TokenHolder,
  instanceUrl: string,
): Record<string, unknown> {
  return {
    sub: `${instanceUrl}/id/${opened.org.id}/${user.id}`,
    user_id: user.id,
    organization_id: opened.org.id,
    preferred_username: textOf(user, "Username"),
    nickname: textOf(user, "Alias"),
    name: textOf(user, "Name"),
    email: textOf(user, "Email"),
    email_verified: true,
    given_name: textOf(user, "FirstName") || null,
    family_name: textOf(user, "LastName"),
    zoneinfo: textOf(user, "TimeZoneSidKey"),
    profile: `${instanceUrl}/${user.id}`,
    urls: urlsOf(instanceUrl, user.id),
    active: true,
    user_type: "STANDARD",
    language: textOf(user, "LanguageLocaleKey"),
    locale: textOf(user, "LocaleSidKey"),
    utcOffset: 0,
    updated_at: textOf(user, "LastModifiedDate"),
  };
}

/** Templates: the client puts its API version where `{version}` stands. */
function urlsOf(instanceUrl: string, userId: string): Record<string, string> {
  const rest = `${instanceUrl}/services/data/v{version}/`;
  return {
    rest,
    sobjects: `${rest}sobjects/`,
    search: `${rest}search/`,
    query: `${rest}query/`,
    recent: `${rest}recent/`,
    profile: `${instanceUrl}/${userId}`,
    custom_domain: instanceUrl,
  };
}

import type { SandboxContext } from "../../core/part.ts";
import { openOrg, orgsOf, type OpenOrg, type Org, type StoredRecord } from "../org.ts";
import { createRecord } from "../records/write-record.ts";
import type { DemoUser } from "./demo-salesforce.ts";

/** Inserts a row as Salesforce itself, in the name of a user. */
export function insertAsSystem(
  opened: OpenOrg,
  { type, userId }: { type: string; userId: string },
  values: Readonly<Record<string, unknown>>,
): StoredRecord {
  const entry = opened.catalogue.find(type);
  if (!entry) throw new Error(`The org ${opened.org.name} has no object ${type}`);
  return createRecord({ opened, userId, asSystem: true }, entry, values);
}

const profiles = {
  "System Administrator": {
    PermissionsModifyAllData: true,
    PermissionsViewAllData: true,
    PermissionsManageUsers: true,
    PermissionsCustomizeApplication: true,
    PermissionsApproveUninstalledConnectedApps: true,
  },
  "Standard User": {},
} as const;

/** A new org with its two standard profiles and its first users. */
export function seedOrg(context: SandboxContext, org: Org, users: readonly DemoUser[]): OpenOrg {
  orgsOf(context.store).put(org);
  const opened = openOrg(context, org);
  // The rows of setup refer to users, and users to profiles: the first administrator's id is needed before all of them.
  const system = { userId: opened.nextId("005") };
  insertAsSystem(
    opened,
    { type: "Organization", ...system },
    {
      Id: org.id,
      Name: org.name,
      OrganizationType: "Enterprise Edition",
      InstanceName: "SBX1",
      IsSandbox: true,
      LanguageLocaleKey: "en_US",
      TimeZoneSidKey: "GMT",
      DefaultLocaleSidKey: "en_GB",
    },
  );
  const profileIds = new Map(
    Object.entries(profiles).map(([name, permissions]) => {
      const row = insertAsSystem(
        opened,
        { type: "Profile", ...system },
        {
          Name: name,
          PermissionsApiEnabled: true,
          ...permissions,
        },
      );
      return [name, row.id];
    }),
  );
  for (const [index, user] of users.entries()) {
    insertUser(opened, {
      user,
      profileId: profileIds.get(user.profile),
      ...(index === 0 && { id: system.userId }),
    });
  }
  return opened;
}

export function insertUser(
  opened: OpenOrg,
  { user, profileId, id }: { user: DemoUser; profileId: string | undefined; id?: string },
): StoredRecord {
  const userId = id ?? opened.nextId("005");
  return insertAsSystem(
    opened,
    { type: "User", userId },
    {
      Id: userId,
      Username: user.email,
      Email: user.email,
      FirstName: user.firstName,
      LastName: user.lastName,
      Alias: `${user.firstName.charAt(0)}${user.lastName}`.toLowerCase().slice(0, 8),
      Title: user.title,
      IsActive: true,
      ProfileId: profileId,
      TimeZoneSidKey: "GMT",
      LocaleSidKey: "en_GB",
      LanguageLocaleKey: "en_US",
    },
  );
}

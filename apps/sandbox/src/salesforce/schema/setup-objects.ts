import { defineObject, field, flag, picklist, reference, text } from "./field-schema.ts";

export const organizationSchema = defineObject("Organization", {
  keyPrefix: "00D",
  access: "read_only",
  fields: [
    text("Name", 80, { required: true, nameField: true }),
    text("PrimaryContact", 80),
    text("OrganizationType", 40),
    text("InstanceName", 5),
    flag("IsSandbox"),
    text("LanguageLocaleKey", 40),
    text("TimeZoneSidKey", 40),
    text("DefaultLocaleSidKey", 40),
  ],
});

export const profileSchema = defineObject("Profile", {
  keyPrefix: "00e",
  access: "read_only",
  fields: [
    text("Name", 255, { required: true, nameField: true }),
    flag("PermissionsModifyAllData"),
    flag("PermissionsViewAllData"),
    flag("PermissionsApiEnabled"),
    flag("PermissionsManageUsers"),
    flag("PermissionsCustomizeApplication"),
    /** "Approve Uninstalled Connected Apps": since September 2025 the standard System Administrator profile alone has it. */
    flag("PermissionsApproveUninstalledConnectedApps"),
  ],
});

export const userSchema = defineObject("User", {
  keyPrefix: "005",
  access: "read_only",
  searchable: true,
  fields: [
    text("Username", 80, { required: true, unique: true }),
    text("LastName", 80, { required: true }),
    text("FirstName", 40),
    text("Name", 121, { readOnly: true, nameField: true, nillable: false }),
    field("Email", "email", { length: 128, required: true }),
    text("Alias", 8),
    text("Title", 80),
    flag("IsActive"),
    reference("ProfileId", ["Profile"], { required: true, childRelationshipName: "Users" }),
    picklist("UserType", ["Standard", "PowerPartner", "CSPLitePortal", "Guest"], {
      defaultValue: "Standard",
    }),
    text("TimeZoneSidKey", 40),
    text("LocaleSidKey", 40),
    text("LanguageLocaleKey", 40),
    text("FederationIdentifier", 512),
  ],
});

export const connectedApplicationSchema = defineObject("ConnectedApplication", {
  keyPrefix: "0H4",
  access: "read_only",
  fields: [
    text("Name", 80, { required: true, nameField: true }),
    flag("OptionsAllowAdminApprovedUsersOnly"),
    flag("OptionsRefreshTokenValidityMetric"),
    field("RefreshTokenValidityPeriod", "int"),
  ],
});

export const oauthTokenSchema = defineObject("OauthToken", {
  keyPrefix: "0CX",
  access: "read_only",
  fields: [
    text("AppName", 255),
    text("AppMenuItemId", 18),
    reference("UserId", ["User"]),
    field("LastUsedDate", "datetime"),
    field("UseCount", "int"),
  ],
});

export const loginHistorySchema = defineObject("LoginHistory", {
  labelPlural: "Login History",
  keyPrefix: "0Ya",
  access: "read_only",
  fields: [
    reference("UserId", ["User"]),
    field("LoginTime", "datetime"),
    text("LoginType", 40),
    text("Status", 128),
    text("Application", 255),
    text("Platform", 80),
    text("ApiType", 80),
  ],
});

import { z } from "zod";
import { directoryOf, type Tenant } from "../../core/directory.ts";
import { auditProperty } from "../../entra/write-audit.ts";
import { auditDirectoryWrite } from "../audit-directory-write.ts";
import { policyWriters } from "../directory-roles.ts";
import { stableUuid } from "../../core/stable-uuid.ts";
import { clip, GraphError, invalidRequest, resourceNotFound } from "../graph-error.ts";
import {
  contextOf,
  created,
  noContent,
  ok,
  paramOf,
  type GraphRequest,
  type GraphResponse,
  type GraphRoute,
} from "../graph-request.ts";
import { listPage } from "../list-page.ts";
import { allowOnly } from "../odata-query.ts";
import { parseRequestBody } from "../parse-request-body.ts";

interface TemplateValue {
  readonly name: string;
  readonly type: "System.Boolean" | "System.Guid";
  readonly defaultValue: string;
  readonly description: string;
}

/** The one template that the sandbox has (configure-risk-based-step-up-consent, configure-admin-consent-workflow). */
const consentTemplate = {
  id: "dffd5d46-495d-40a9-8e21-954ff55e198a",
  displayName: "Consent Policy Settings",
  description:
    "What users and group owners may consent to beside the consent policies, for the whole tenant.",
};
const templateValues: readonly TemplateValue[] = [
  {
    name: "EnableGroupSpecificConsent",
    type: "System.Boolean",
    defaultValue: "",
    description: "Whether owners of groups may grant applications access to the data of their groups.",
  },
  {
    name: "BlockUserConsentForRiskyApps",
    type: "System.Boolean",
    defaultValue: "true",
    description: "Whether users are kept from consenting where a request is found risky.",
  },
  {
    name: "EnableAdminConsentRequests",
    type: "System.Boolean",
    defaultValue: "false",
    description: "Whether users may ask an administrator where they cannot consent themselves.",
  },
  {
    name: "ConstrainGroupSpecificConsentToMembersOfGroupId",
    type: "System.Guid",
    defaultValue: "",
    description: "The group whose members may consent for the groups that they own, where not everybody may.",
  },
];

type Values = Readonly<Record<string, string>>;

const defaults: Values = Object.fromEntries(
  templateValues.map(({ name, defaultValue }) => [name, defaultValue]),
);

function readValues(tenant: Tenant): Values {
  const owners = tenant.groupOwnerConsent;
  return {
    EnableGroupSpecificConsent: owners === "disabled" ? "false" : tenant.hasConsentSettings ? "true" : "",
    BlockUserConsentForRiskyApps: String(tenant.blockUserConsentForRiskyApps),
    EnableAdminConsentRequests: String(tenant.adminConsentWorkflow.isEnabled),
    ConstrainGroupSpecificConsentToMembersOfGroupId:
      owners === "selected_groups" ? (tenant.groupOwnerConsentGroupId ?? "") : "",
  };
}

/** A tenant has the settings object once it was made, or once a value is no longer the template's. */
function hasSettings(tenant: Tenant): boolean {
  const values = readValues(tenant);
  return (
    tenant.hasConsentSettings === true ||
    templateValues.some(({ name, defaultValue }) => values[name] !== defaultValue)
  );
}

function viewSettings(tenant: Tenant) {
  const values = readValues(tenant);
  return {
    id: settingsId(tenant),
    displayName: consentTemplate.displayName,
    templateId: consentTemplate.id,
    values: templateValues.map(({ name }) => ({ name, value: values[name] ?? "" })),
  };
}

function settingsId(tenant: Tenant): string {
  return stableUuid(`${tenant.id}/${consentTemplate.id}`);
}

function viewTemplate() {
  return { ...consentTemplate, deletedDateTime: null, values: templateValues };
}

function listTemplates(request: GraphRequest): GraphResponse {
  return listPage(request, {
    items: [viewTemplate()],
    contextPath: "groupSettingTemplates",
    fields: {
      type: "groupSettingTemplate",
      fields: new Map([["displayName", ({ displayName }: { displayName: string }) => displayName]]),
    },
    known: new Set(["id", "displayName", "description", "values"]),
    view: (template) => ({ defaults: template }),
  });
}

function getTemplate(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const id = paramOf(request, "templateId");
  if (id.toLowerCase() !== consentTemplate.id) throw resourceNotFound(id);
  return ok({ "@odata.context": contextOf(request, "groupSettingTemplates/$entity"), ...viewTemplate() });
}

function listSettings(request: GraphRequest): GraphResponse {
  const { tenant } = request.caller;
  return listPage(request, {
    items: hasSettings(tenant) ? [viewSettings(tenant)] : [],
    contextPath: "groupSettings",
    fields: {
      type: "groupSetting",
      fields: new Map([["templateId", ({ templateId }: { templateId: string }) => templateId]]),
    },
    known: new Set(["id", "displayName", "templateId", "values"]),
    view: (settings) => ({ defaults: settings }),
  });
}

function findSettings(request: GraphRequest): Tenant {
  const id = paramOf(request, "settingId");
  const { tenant } = request.caller;
  if (!hasSettings(tenant) || id.toLowerCase() !== settingsId(tenant)) throw resourceNotFound(id);
  return tenant;
}

function getSettings(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  return ok({
    "@odata.context": contextOf(request, "groupSettings/$entity"),
    ...viewSettings(findSettings(request)),
  });
}

const valuesSchema = z
  .array(z.strictObject({ name: z.string().max(100), value: z.string().max(100) }))
  .max(50);

/** POST /groupSettings; what is left out has the template's default (group-post-settings). */
function createSettings(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const body = z.strictObject({ templateId: z.string().max(100), values: valuesSchema });
  const { templateId, values } = parseRequestBody(body, request.body, "groupSetting");
  if (templateId.toLowerCase() !== consentTemplate.id) {
    throw invalidRequest(`The template '${clip(templateId)}' does not exist.`);
  }
  if (hasSettings(request.caller.tenant)) {
    throw new GraphError(
      409,
      "Request_MultipleObjectsWithSameKeyValue",
      "A conflicting object with one or more of the specified property values is present in the directory.",
    );
  }
  const changed = save(request, { values: completed(values), activity: "Create setting", operation: "Add" });
  return created({ "@odata.context": contextOf(request, "groupSettings/$entity"), ...viewSettings(changed) });
}

/** PATCH takes the whole collection: a value that is left out falls back to its default (groupsetting-update). */
function updateSettings(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  findSettings(request);
  const { values } = parseRequestBody(z.strictObject({ values: valuesSchema }), request.body, "groupSetting");
  save(request, { values: completed(values), activity: "Update setting", operation: "Update" });
  return noContent;
}

function deleteSettings(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  findSettings(request);
  save(request, { values: defaults, activity: "Delete setting", operation: "Delete" });
  return noContent;
}

function completed(values: z.infer<typeof valuesSchema>): Values {
  if (new Set(values.map(({ name }) => name)).size < values.length) {
    throw invalidRequest("A setting is named more than once.");
  }
  for (const { name, value } of values) {
    const known = templateValues.find((entry) => entry.name === name);
    if (!known) throw invalidRequest(`The setting '${clip(name)}' does not exist in the template.`);
    const isFit =
      known.type === "System.Boolean" ? /^(?:true|false|)$/i.test(value) : value === "" || isGuid(value);
    if (!isFit) throw invalidRequest(`The value of '${name}' is no ${known.type}.`);
  }
  return { ...defaults, ...Object.fromEntries(values.map(({ name, value }) => [name, value.toLowerCase()])) };
}

function isGuid(value: string): boolean {
  return z.guid().safeParse(value).success;
}

function save(
  request: GraphRequest,
  change: { values: Values; activity: string; operation: "Add" | "Update" | "Delete" },
): Tenant {
  const { tenant } = request.caller;
  const { values } = change;
  const groupId = values["ConstrainGroupSpecificConsentToMembersOfGroupId"] ?? "";
  const changed: Tenant = {
    ...tenant,
    hasConsentSettings: change.operation !== "Delete",
    blockUserConsentForRiskyApps: values["BlockUserConsentForRiskyApps"] !== "false",
    adminConsentWorkflow: {
      ...tenant.adminConsentWorkflow,
      isEnabled: values["EnableAdminConsentRequests"] === "true",
    },
    groupOwnerConsent:
      values["EnableGroupSpecificConsent"] === "false"
        ? "disabled"
        : groupId === ""
          ? "all_groups"
          : "selected_groups",
    groupOwnerConsentGroupId: groupId === "" ? undefined : groupId,
  };
  directoryOf(request.context).tenants.put(changed);
  auditDirectoryWrite(request, {
    activity: change.activity,
    operation: change.operation,
    category: "DirectoryManagement",
    target: {
      id: settingsId(tenant),
      displayName: consentTemplate.displayName,
      type: "Directory",
      modifiedProperties: templateValues
        .map(({ name }) => [name, readValues(changed)[name], readValues(tenant)[name]] as const)
        .filter(([, value, earlier]) => value !== earlier)
        .map(([name, value, earlier]) => auditProperty(name, value, earlier)),
    },
  });
  return changed;
}

// GroupSettings.Read.All and .ReadWrite.All are less, but come without an id in every source there is: Entra here
// cannot grant them.
const read = [
  "Group.Read.All",
  "Directory.Read.All",
  "Group.ReadWrite.All",
  "Directory.ReadWrite.All",
  "GroupSettings.Read.All",
  "GroupSettings.ReadWrite.All",
];
const templateRead = read.filter((scope) => !scope.startsWith("Group."));
const write = ["Directory.ReadWrite.All", "GroupSettings.ReadWrite.All"];
const changes = { scopes: write, roles: policyWriters } as const;

export const groupSettingRoutes: readonly Omit<GraphRoute, "area">[] = [
  { method: "GET", path: "/groupSettingTemplates", scopes: templateRead, handle: listTemplates },
  { method: "GET", path: "/groupSettingTemplates/{templateId}", scopes: templateRead, handle: getTemplate },
  { method: "GET", path: "/groupSettings", scopes: read, handle: listSettings },
  { method: "POST", path: "/groupSettings", ...changes, handle: createSettings },
  { method: "GET", path: "/groupSettings/{settingId}", scopes: read, handle: getSettings },
  { method: "PATCH", path: "/groupSettings/{settingId}", ...changes, handle: updateSettings },
  { method: "DELETE", path: "/groupSettings/{settingId}", ...changes, handle: deleteSettings },
];

import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demoTenants } from "../core/demo-ids.ts";
import { directoryOf } from "../core/directory.ts";
import { entraRecords } from "../entra/entra-records.ts";
import { graphRoutes } from "./graph-routes.ts";
import { openGraph, type OpenGraph } from "./testing/open-graph.ts";

const csdlFile = resolve(import.meta.dirname, "../../../../../shared/data/graph/v1.0.csdl.xml");
const hasCsdl = existsSync(csdlFile);
if (!hasCsdl) console.warn(`SKIPPED: Graph's metadata is absent (${csdlFile})`);

interface EntityType {
  base: string | undefined;
  properties: Map<string, string>;
}

/** Entity and complex types of the metadata with the types of their properties; regular expressions do for its fixed form. */
function readTypes(xml: string): Map<string, EntityType> {
  const types = new Map<string, EntityType>();
  // Other namespaces have types of the same names.
  const main = /<Schema Namespace="microsoft\.graph"[^>]*>([\s\S]*?)<\/Schema>/.exec(xml)?.[1] ?? "";
  for (const [, attributes = "", content = ""] of main.matchAll(
    /<(?:EntityType|ComplexType) ([^>]*[^/])>([\s\S]*?)<\/(?:EntityType|ComplexType)>/g,
  )) {
    const name = /\bName="([^"]+)"/.exec(attributes)?.[1] ?? "";
    const base = /\bBaseType="(?:graph|microsoft\.graph)\.([^"]+)"/.exec(attributes)?.[1];
    const properties = new Map<string, string>();
    for (const [, property = "", type = ""] of content.matchAll(
      /<(?:Property|NavigationProperty) Name="([^"]+)" Type="([^"]+)"/g,
    )) {
      properties.set(property, type);
    }
    types.set(name, { base, properties });
  }
  return types;
}

describe.skipIf(!hasCsdl)("names and types of what Graph's metadata declares", () => {
  const types = hasCsdl ? readTypes(readFileSync(csdlFile, "utf8")) : new Map<string, EntityType>();
  let graph: OpenGraph;
  const asMegan = {
    scopes: [...new Set(graphRoutes.flatMap(({ scopes }) => scopes))],
    userId: "a0000000-0000-4000-8000-000000000003",
  };
  beforeAll(async () => {
    graph = await openGraph();
    await leaveSomethingInEveryCollection();
  });
  afterAll(() => graph.close());

  async function leaveSomethingInEveryCollection(): Promise<void> {
    const { context } = graph.sandbox;
    directoryOf(context).groups.put({
      id: "6f1b3a50-0000-4000-8000-000000000001",
      tenantId: demoTenants.contoso,
      displayName: "Pilots",
      description: null,
      memberUserIds: [],
      memberGroupIds: [],
      createdDateTime: "2026-01-01T00:00:00Z",
    });
    await graph.call("POST", "/applications", { ...asMegan, body: { displayName: "Mail sync" } });
    const values = [{ name: "BlockUserConsentForRiskyApps", value: "false" }];
    const body = { templateId: "dffd5d46-495d-40a9-8e21-954ff55e198a", values };
    await graph.call("POST", "/groupSettings", { ...asMegan, body });
    const row = {
      tenantId: demoTenants.contoso,
      appId: "app",
      appDisplayName: "App",
      userId: asMegan.userId,
    };
    entraRecords(context).consentRequests.put({
      ...row,
      id: "1",
      pendingScopes: ["Mail.Read"],
      reason: "",
      status: "InProgress",
      createdDateTime: context.clock.now().toISOString(),
    });
    entraRecords(context).signIns.put({
      ...row,
      id: "1",
      createdDateTime: "2026-11-23T10:00:00Z",
      userPrincipalName: "megan@contoso.example",
      userDisplayName: "Megan Bowen",
      resourceDisplayName: "Microsoft Graph",
      isInteractive: true,
      correlationId: "c",
      conditionalAccessStatus: "notApplied",
      status: { errorCode: 90094, failureReason: "Admin consent is required." },
    });
  }

  function typeOf(type: string, property: string): string | undefined {
    const declared = types.get(type);
    if (!declared) return undefined;
    return declared.properties.get(property) ?? (declared.base ? typeOf(declared.base, property) : undefined);
  }

  function check(value: Record<string, unknown>, type: string): string[] {
    if (!types.has(type)) return [`${type} is not declared`];
    return Object.entries(value).flatMap(([name, content]) => {
      if (name.includes("@odata")) return [];
      const declared = typeOf(type, name);
      if (declared === undefined) return [`${type}.${name} is not declared`];
      return checkValue(content, declared, `${type}.${name}`);
    });
  }

  function checkValue(value: unknown, declared: string, at: string): string[] {
    if (value === null) return [];
    const item = /^Collection\((.+)\)$/.exec(declared)?.[1];
    if (item !== undefined) {
      if (!Array.isArray(value)) return [`${at} is no collection`];
      return value.flatMap((element) => checkValue(element, item, at));
    }
    const primitive = {
      "Edm.String": "string",
      "Edm.Boolean": "boolean",
      "Edm.Int32": "number",
      "Edm.Guid": "string",
    }[declared];
    if (primitive !== undefined) return typeof value === primitive ? [] : [`${at} is no ${declared}`];
    if (declared === "Edm.DateTimeOffset") {
      return typeof value === "string" && !Number.isNaN(Date.parse(value)) ? [] : [`${at} is no time`];
    }
    const complex = declared.replace(/^(?:graph|microsoft\.graph)\./, "");
    if (types.has(complex)) return check(value as Record<string, unknown>, complex);
    return typeof value === "string" ? [] : [`${at} is no ${declared}`];
  }

  test.each([
    ["/me", "user"],
    ["/me?$select=accountEnabled,userType,proxyAddresses", "user"],
    ["/organization", "organization"],
    ["/me/memberOf", "directoryRole"],
    ["/me/mailFolders", "mailFolder"],
    ["/me/messages?$top=50", "message"],
    ["/me/messages?$select=internetMessageHeaders,uniqueBody", "message"],
    ["/servicePrincipals", "servicePrincipal"],
    ["/policies/authorizationPolicy", "authorizationPolicy"],
    ["/policies/permissionGrantPolicies", "permissionGrantPolicy"],
    ["/policies/permissionGrantPolicies/microsoft-user-default-low/includes", "permissionGrantConditionSet"],
    ["/policies/adminConsentRequestPolicy", "adminConsentRequestPolicy"],
    ["/groupSettingTemplates", "groupSettingTemplate"],
    ["/groupSettings", "groupSetting"],
    ["/applications", "application"],
    ["/roleManagement/directory/roleDefinitions", "unifiedRoleDefinition"],
    ["/roleManagement/directory/roleAssignments?$expand=roleDefinition", "unifiedRoleAssignment"],
    ["/directoryRoles", "directoryRole"],
    ["/groups", "group"],
    ["/domains", "domain"],
    ["/auditLogs/signIns", "signIn"],
    ["/auditLogs/directoryAudits", "directoryAudit"],
    ["/identityGovernance/appConsent/appConsentRequests", "appConsentRequest"],
  ])("%s gives a %s", async (target, type) => {
    const { status, json } = await graph.call("GET", target, asMegan);
    expect(status).toBe(200);
    const entities: Record<string, unknown>[] = Array.isArray(json.value) ? json.value : [json];
    expect(entities.length).toBeGreaterThan(0);
    expect(entities.flatMap((entity) => check(entity, type))).toEqual([]);
  });

  test("attachments and grants", async () => {
    const adele = { scopes: asMegan.scopes };
    const found = await graph.call(
      "GET",
      `/me/messages?$filter=${encodeURIComponent("subject eq 'Purchase order 4471'")}&$expand=attachments`,
      adele,
    );
    expect(check(found.json.value[0].attachments[0], "fileAttachment")).toEqual([]);
    const graphSp = await graph.call(
      "GET",
      "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')",
      asMegan,
    );
    const made = await graph.call("POST", "/oauth2PermissionGrants", {
      ...asMegan,
      body: {
        clientId: graphSp.json.id,
        consentType: "AllPrincipals",
        resourceId: graphSp.json.id,
        scope: "User.Read",
      },
    });
    expect(made.status).toBe(201);
    expect(check(made.json, "oAuth2PermissionGrant")).toEqual([]);
  });
});

/** Microsoft Graph's application id, the same in every tenant. */
export const MICROSOFT_GRAPH_APP_ID = "00000003-0000-0000-c000-000000000000";

/** Office 365 Exchange Online's application id, the same in every tenant. */
export const EXCHANGE_ONLINE_APP_ID = "00000002-0000-0ff1-ce00-000000000000";

/** An API that permissions belong to. `identifierUris` are what a scope may begin with; the first one is what we write. */
export type ResourceApplication = {
  appId: string;
  displayName: string;
  identifierUris: readonly string[];
};

/** The first-party APIs that are in practically every tenant. Only the first two have their permissions catalogued. */
export const resourceApplications: readonly ResourceApplication[] = [
  {
    appId: MICROSOFT_GRAPH_APP_ID,
    displayName: "Microsoft Graph",
    identifierUris: ["https://graph.microsoft.com", "https://canary.graph.microsoft.com"],
  },
  {
    appId: EXCHANGE_ONLINE_APP_ID,
    displayName: "Office 365 Exchange Online",
    identifierUris: ["https://outlook.office365.com", "https://outlook.office.com", "https://ps.outlook.com"],
  },
  {
    appId: "00000003-0000-0ff1-ce00-000000000000",
    displayName: "Office 365 SharePoint Online",
    identifierUris: ["https://microsoft.sharepoint-df.com"],
  },
  {
    appId: "797f4846-ba00-4fd7-ba43-dac1f8f63013",
    displayName: "Azure Service Management",
    identifierUris: ["https://management.azure.com", "https://management.core.windows.net"],
  },
];

/** The API with this application id or identifier URI (with or without a slash at its end). */
export function findResource(appIdOrUri: string): ResourceApplication | undefined {
  const wanted = appIdOrUri.toLowerCase().replace(/\/+$/, "");
  return resourceApplications.find(
    (resource) => resource.appId === wanted || resource.identifierUris.includes(wanted),
  );
}

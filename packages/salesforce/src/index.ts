export {
  checkInstanceUrl,
  parseSalesforceTokenError,
  readSalesforceSession,
  SALESFORCE_SCOPES,
  salesforceEndpoints,
  type SalesforceSession,
} from "./salesforce-oauth.ts";
export {
  createSalesforceClient,
  type ApiUsage,
  type SalesforceClient,
  type SalesforceClientOptions,
  type SalesforceRequest,
} from "./salesforce-client.ts";
export { diagnoseOrg, type OrgDiagnosis, type OrgPart } from "./diagnose-org.ts";
export { createSalesforceSink, type SalesforceSinkOptions } from "./salesforce-sink.ts";
export { isSystemAdministrator, readIdentity, type SalesforceIdentity } from "./read-identity.ts";
export {
  readSidebarRecords,
  type SidebarAccount,
  type SidebarCase,
  type SidebarOpportunity,
  type SidebarPerson,
  type SidebarRecords,
} from "./read-sidebar-records.ts";
export { findRecordKind, normalizeRecordId, recordUrl } from "./record-id.ts";

import type { OpenOrg, StoredRecord } from "../org.ts";

/** In whose name rows are written. */
export interface Writer {
  readonly opened: OpenOrg;
  readonly userId: string;
  /** Seeds, scenarios and Salesforce's own automation may write fields and objects that the API keeps read-only. */
  readonly asSystem?: boolean | undefined;
}

/** Lets Salesforce's own automation insert further rows while one is being saved. */
export interface Automation {
  readonly opened: OpenOrg;
  readonly userId: string;
  insert(objectName: string, values: Readonly<Record<string, unknown>>): StoredRecord | undefined;
}

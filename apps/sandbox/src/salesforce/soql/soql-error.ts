import { refuse, type SalesforceError } from "../salesforce-error.ts";

const appendHint =
  "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.";

export function malformedQuery(message: string): SalesforceError {
  return refuse("MALFORMED_QUERY", message.slice(0, 500));
}

export function noSuchColumn(fieldName: string, objectName: string): SalesforceError {
  return refuse(
    "INVALID_FIELD",
    `No such column '${fieldName.slice(0, 80)}' on entity '${objectName}'. ${appendHint}`,
  );
}

export function noSuchRelationship(
  name: string,
  kind: "field path" | "FROM part of query call",
): SalesforceError {
  return refuse(
    "INVALID_FIELD",
    `Didn't understand relationship '${name.slice(0, 80)}' in ${kind}. ${appendHint.replace("custom field,", "custom relationship,").replace("'__c' after the custom field", "'__r' after the custom relationship")}`,
  );
}

export function noSuchObject(objectName: string): SalesforceError {
  return refuse(
    "INVALID_TYPE",
    `sObject type '${objectName.slice(0, 80)}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}

import { ConnectorError, type CrmMailTarget } from "@outrigger/sync-core";
import { z } from "zod";
import type { SalesforceClient } from "./salesforce-client.ts";

const describeSchema = z.object({
  createable: z.boolean(),
  fields: z.array(
    z.object({
      name: z.string(),
      length: z.int().nullish(),
      createable: z.boolean().nullish(),
      unique: z.boolean().nullish(),
      picklistValues: z.array(z.object({ value: z.string(), active: z.boolean() })).nullish(),
    }),
  ),
});
type ObjectDescription = z.infer<typeof describeSchema>;

/** What the org says about the object that mail goes to. */
export interface MailDescription {
  readonly target: CrmMailTarget;
  readonly objectName: "EmailMessage" | "Task";
  /** The unique custom field that holds our key, where the org has it. */
  readonly keyField: string | undefined;
  /** Fields that this user may set: others are left out of a row instead of failing it. */
  readonly writableFields: ReadonlySet<string>;
  /** The status of a finished task, where the org still has it. */
  readonly completedStatus: string | undefined;
}

/** Before an org's own lengths are known to us: the smallest that Salesforce ever documented. */
const LENGTHS_UNTOLD = { subject: 255, text: 32_000, addressList: 4000, messageId: 255 };

/**
 * EmailMessage where Enhanced Email is on and the user may create it, else Task. Lengths come from the org: they differ between orgs
 * and releases.
 */
export async function describeMail(client: SalesforceClient, keyField: string): Promise<MailDescription> {
  const email = await describeObject(client, "EmailMessage");
  if (email?.createable === true) return toEmailDescription(email, keyField);
  const task = await describeObject(client, "Task");
  if (task?.createable === true) return toTaskDescription(task, keyField);
  throw new ConnectorError({
    reason: "permission_missing",
    vendor: "salesforce",
    operation: "describe mail",
  });
}

async function describeObject(
  client: SalesforceClient,
  objectName: string,
): Promise<ObjectDescription | undefined> {
  const operation = `describe ${objectName}`;
  try {
    const answer = await client.send({ operation, path: `sobjects/${objectName}/describe` });
    return describeSchema.parse(answer);
  } catch (cause) {
    const isMissing = cause instanceof ConnectorError && cause.reason === "record_not_found";
    if (isMissing) return undefined;
    if (cause instanceof ConnectorError) throw cause;
    throw new ConnectorError({
      reason: "unexpected_response",
      vendor: "salesforce",
      operation,
      cause,
    });
  }
}

function toEmailDescription(email: ObjectDescription, keyField: string): MailDescription {
  const foundKeyField = findKeyField(email, keyField);
  return {
    objectName: "EmailMessage",
    keyField: foundKeyField,
    writableFields: listWritable(email),
    completedStatus: undefined,
    target: {
      kind: "email",
      hasKeyField: foundKeyField !== undefined,
      limits: {
        subject: findLength(email, "Subject") ?? LENGTHS_UNTOLD.subject,
        text: findLength(email, "TextBody") ?? LENGTHS_UNTOLD.text,
        html: findLength(email, "HtmlBody") ?? LENGTHS_UNTOLD.text,
        headers: findLength(email, "Headers") ?? 0,
        addressList: findLength(email, "ToAddress") ?? LENGTHS_UNTOLD.addressList,
        messageId: findLength(email, "MessageIdentifier") ?? LENGTHS_UNTOLD.messageId,
      },
    },
  };
}

function toTaskDescription(task: ObjectDescription, keyField: string): MailDescription {
  const foundKeyField = findKeyField(task, keyField);
  const statuses = task.fields.find(({ name }) => name === "Status")?.picklistValues ?? [];
  return {
    objectName: "Task",
    keyField: foundKeyField,
    writableFields: listWritable(task),
    completedStatus: statuses.find(({ value, active }) => active && value === "Completed")?.value,
    target: {
      kind: "task",
      hasKeyField: foundKeyField !== undefined,
      limits: {
        subject: findLength(task, "Subject") ?? LENGTHS_UNTOLD.subject,
        text: findLength(task, "Description") ?? LENGTHS_UNTOLD.text,
        html: 0,
        headers: 0,
        addressList: LENGTHS_UNTOLD.addressList,
        messageId: LENGTHS_UNTOLD.messageId,
      },
    },
  };
}

/** Only a field that Salesforce itself keeps unique makes a replay safe. */
function findKeyField(object: ObjectDescription, keyField: string): string | undefined {
  const field = object.fields.find(({ name }) => name.toLowerCase() === keyField.toLowerCase());
  const isFit = field?.unique === true && field.createable === true && (field.length ?? 0) >= 64;
  return isFit ? field.name : undefined;
}

function findLength(object: ObjectDescription, fieldName: string): number | undefined {
  const length = object.fields.find(({ name }) => name === fieldName)?.length ?? 0;
  return length > 0 ? length : undefined;
}

function listWritable(object: ObjectDescription): ReadonlySet<string> {
  const writable = object.fields.filter(({ createable }) => createable === true);
  return new Set(writable.map(({ name }) => name));
}

import { z } from "zod";
import { normalizeRecordId } from "./record-id.ts";

/** Any id, in its 18-character form. */
export const recordIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9]{15}(?:[A-Z0-5]{3})?$/)
  .transform((id) => normalizeRecordId(id));

/** Salesforce writes `+0000` without a colon. */
export const dateTimeSchema = z
  .string()
  .transform((text) => new Date(text.replace(/([+-]\d\d)(\d\d)$/, "$1:$2")))
  .refine((date) => !Number.isNaN(date.getTime()));

const accountSchema = z.object({
  Name: z.string().nullish(),
  Industry: z.string().nullish(),
  Phone: z.string().nullish(),
});

export const contactRowSchema = z.object({
  Id: recordIdSchema,
  Name: z.string().nullish(),
  Email: z.string().nullish(),
  Title: z.string().nullish(),
  AccountId: recordIdSchema.nullish(),
  Account: accountSchema.nullish(),
  LastModifiedDate: dateTimeSchema,
});
export type ContactRow = z.infer<typeof contactRowSchema>;

export const leadRowSchema = z.object({
  Id: recordIdSchema,
  Name: z.string().nullish(),
  Email: z.string().nullish(),
  Title: z.string().nullish(),
  Company: z.string().nullish(),
  IsConverted: z.boolean().nullish(),
  LastModifiedDate: dateTimeSchema,
});
export type LeadRow = z.infer<typeof leadRowSchema>;

export const opportunityRowSchema = z.object({
  Id: recordIdSchema,
  Name: z.string().nullish(),
  AccountId: recordIdSchema.nullish(),
  StageName: z.string().nullish(),
  Amount: z.number().nullish(),
  CloseDate: z.string().nullish(),
});
export type OpportunityRow = z.infer<typeof opportunityRowSchema>;

export const contactRoleRowSchema = z.object({
  ContactId: recordIdSchema,
  OpportunityId: recordIdSchema,
  Opportunity: opportunityRowSchema.omit({ Id: true }).nullish(),
});
export type ContactRoleRow = z.infer<typeof contactRoleRowSchema>;

export const caseRowSchema = z.object({
  Id: recordIdSchema,
  CaseNumber: z.string().nullish(),
  Subject: z.string().nullish(),
  Status: z.string().nullish(),
});
export type CaseRow = z.infer<typeof caseRowSchema>;

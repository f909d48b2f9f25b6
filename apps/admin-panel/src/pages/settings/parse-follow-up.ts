import { isMailAddress } from "@outrigger/ui";
import type { Settings } from "@outrigger/api-contract";

/** As typed. */
export interface FollowUpFields {
  reminderDays: string;
  reminderCount: string;
  escalationDays: string;
  /** Empty: nobody. */
  escalationAddress: string;
}

type FollowUpSettings = Pick<
  Settings,
  "approvalReminderDays" | "approvalReminderCountMax" | "approvalEscalationDays" | "approvalEscalationAddress"
>;

export interface ParsedFollowUp {
  wrong: (keyof FollowUpFields)[];
  /** Undefined where something is wrong. */
  settings: FollowUpSettings | undefined;
}

/** Holds what was typed to the limits of the contract. */
export function parseFollowUp(fields: FollowUpFields): ParsedFollowUp {
  const reminderDays = parseWhole(fields.reminderDays, { min: 1, max: 30 });
  const reminderCount = parseWhole(fields.reminderCount, { min: 0, max: 5 });
  const escalationDays = parseWhole(fields.escalationDays, { min: 1, max: 30 });
  const address = fields.escalationAddress.trim();
  const isAddressGood = address === "" || isMailAddress(address);
  const wrong: (keyof FollowUpFields)[] = [
    ...(reminderDays === undefined ? (["reminderDays"] as const) : []),
    ...(reminderCount === undefined ? (["reminderCount"] as const) : []),
    ...(escalationDays === undefined ? (["escalationDays"] as const) : []),
    ...(isAddressGood ? [] : (["escalationAddress"] as const)),
  ];
  if (
    reminderDays === undefined ||
    reminderCount === undefined ||
    escalationDays === undefined ||
    !isAddressGood
  ) {
    return { wrong, settings: undefined };
  }
  return {
    wrong,
    settings: {
      approvalReminderDays: reminderDays,
      approvalReminderCountMax: reminderCount,
      approvalEscalationDays: escalationDays,
      approvalEscalationAddress: address === "" ? null : address,
    },
  };
}

function parseWhole(text: string, { min, max }: { min: number; max: number }): number | undefined {
  if (!/^\d{1,3}$/.test(text.trim())) return undefined;
  const value = Number(text.trim());
  return value >= min && value <= max ? value : undefined;
}

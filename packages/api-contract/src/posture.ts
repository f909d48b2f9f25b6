import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";

const readingSourceSchema = z.enum(["administrator", "file", "watch"]);
/** Kinds of permission as people name them, in the order in which they are shown. `mailbox`: everything asked at once. */
const permissionKindSchema = z.enum([
  "sign_in",
  "people",
  "read_mail",
  "write_mail",
  "send_mail",
  "calendar",
  "contacts",
  "tasks",
  "mailbox_settings",
  "other",
  "mailbox",
]);
export type PosturePermissionKind = z.infer<typeof permissionKindSchema>;
export const posturePersonSchema = z.enum([
  "user",
  "assigned_user",
  "guest",
  "cloud_application_administrator",
  "global_administrator",
]);
const outcomeSchema = z.enum(["code", "consent_prompt", "need_admin_approval", "approval_request", "error"]);
export type PostureOutcome = z.infer<typeof outcomeSchema>;

const cellSchema = z.object({
  kind: permissionKindSchema,
  outcome: outcomeSchema,
  /** More than one where what is not known decides. */
  possible: z.array(outcomeSchema),
  aadsts: z.string().nullable(),
  /** The setting that decides it, as Microsoft names it, and what it says in words; null where nothing stands in the way. */
  setting: z.string().nullable(),
  sentence: z.string().nullable(),
  /** The parts of the reading that are not known and could change it. */
  dependsOn: z.array(z.string()),
});
export type PostureCell = z.infer<typeof cellSchema>;

const remedySchema = z.object({
  code: z.string(),
  /** Names of roles, or who else must act. */
  actors: z.array(z.string()),
  risk: z.enum(["least", "moderate", "broad"]),
  steps: z.array(z.string()),
  /** Where it is done; null where the steps say it. */
  url: z.string().nullable(),
});

const grantSchema = z.object({
  apiName: z.string(),
  claimValue: z.string(),
  permission: z.string(),
  type: z.literal("Delegated"),
  grantedThrough: z.enum(["admin_consent", "user_consent"]),
  /** Whom it holds for; null: everybody. */
  principalName: z.string().nullable(),
  grantedBy: z.string().nullable(),
  grantedAt: z.string().nullable(),
});
export type PostureGrant = z.infer<typeof grantSchema>;

export const tenantPostureSchema = z.object({
  tenantId: z.string(),
  displayName: z.string().nullable(),
  /** Null: nobody has read this tenant; all that follows is what Microsoft's defaults would mean. */
  reading: z
    .object({ readAt: z.iso.datetime(), source: readingSourceSchema, readerName: z.string() })
    .nullable(),
  /** Earlier readings, newest first, the present one included. */
  history: z.array(
    z.object({ readAt: z.iso.datetime(), source: readingSourceSchema, readerName: z.string() }),
  ),
  verdict: z.enum(["clear", "blocked", "unknown"]),
  /** The one gate that stops an ordinary user; null when nothing does. */
  blocker: z.object({ code: z.string(), setting: z.string(), sentence: z.string() }).nullable(),
  /** Gates behind it. */
  further: z.array(z.string()),
  fix: z.array(remedySchema),
  observations: z.array(z.object({ code: z.string(), sentence: z.string() })),
  /** `isAsked`: the organization's tier asks for it today. */
  columns: z.array(z.object({ kind: permissionKindSchema, isAsked: z.boolean() })),
  rows: z.array(z.object({ person: posturePersonSchema, cells: z.array(cellSchema) })),
  /** Null: not read. */
  grants: z.array(grantSchema).nullable(),
  requests: z.array(
    z.object({ requestedBy: z.string(), reason: z.string(), status: z.string(), createdAt: z.string() }),
  ),
  credentials: z.array(
    z.object({ kind: z.enum(["secret", "certificate"]), displayName: z.string(), endsAt: z.string() }),
  ),
  /** What is not known: why, what is supposed in its place, and which permission would tell. */
  unknown: z.array(
    z.object({ part: z.string(), reason: z.string(), assumed: z.string(), scope: z.string() }),
  ),
  /** The administrator who lets the product look every day; null: nobody does. */
  watch: z
    .object({
      state: z.enum(["watching", "ended"]),
      readerName: z.string(),
      startedAt: z.iso.datetime(),
      readAt: z.iso.datetime().nullable(),
      scopes: z.array(z.string()),
    })
    .nullable(),
});
export type TenantPosture = z.infer<typeof tenantPostureSchema>;

/** What the settings of the organization's Microsoft tenants mean for the product. */
export const getPosture = defineEndpoint({
  method: "GET",
  path: "/api/posture",
  access: "admin",
  output: z.object({ tenants: z.array(tenantPostureSchema) }),
});

/** The tenant and when it was read. */
const readSchema = z.object({ tenantId: z.string(), readAt: z.iso.datetime() });

/** Reads the tenant of the administrator who is signed in at Microsoft in this browser, for `read_tenant` or `watch_tenant`. */
export const readTenantPosture = defineEndpoint({
  method: "POST",
  path: "/api/posture/readings/signed-in",
  access: "admin",
  output: readSchema,
  errors: ["administrator_session_required", "conflict", "vendor_unavailable"],
  audit: "posture.read",
});

/** Reads a tenant with the leave that an administrator gave to watch it. */
export const readWatchedPosture = defineEndpoint({
  method: "POST",
  path: "/api/posture/readings/watched",
  access: "admin",
  body: z.strictObject({ tenantId: z.uuid() }),
  output: readSchema,
  errors: ["not_found", "conflict", "vendor_unavailable"],
  audit: "posture.read",
});

/** The file that the doctor's commands leave, for administrators who read the tenant themselves. */
export const uploadPostureReading = defineEndpoint({
  method: "POST",
  path: "/api/posture/readings",
  access: "admin",
  body: z.strictObject({ reading: z.record(z.string(), z.unknown()) }),
  output: readSchema,
  errors: ["conflict"],
  audit: "posture.upload",
});

/** The commands that leave such a file. */
export const getReadingCommands = defineEndpoint({
  method: "GET",
  path: "/api/posture/commands",
  access: "admin",
  output: z.object({
    commands: z.array(z.object({ kind: z.enum(["graph", "powershell", "azure-cli"]), text: z.string() })),
  }),
});

/** Forgets the leave to watch, with its token. */
export const stopPostureWatch = defineEndpoint({
  method: "DELETE",
  path: "/api/posture/watches/:tenantId",
  access: "admin",
  params: z.object({ tenantId: z.uuid() }),
  output: z.object({ stopped: z.literal(true) }),
  errors: ["not_found"],
  audit: "posture.stop_watching",
});

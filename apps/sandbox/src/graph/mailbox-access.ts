import { directoryOf, type DirectoryUser } from "../core/directory.ts";
import { clip, badRequest, GraphError, itemNotFound, mailAccessDenied } from "./graph-error.ts";
import { parsePreferences, type GraphPreferences } from "./graph-prefer.ts";
import type { GraphRequest } from "./graph-request.ts";
import type { MailFolder, MailMessage } from "./mail-records.ts";
import type { MessageViewing } from "./mail-views.ts";
import { mailboxOf, type Mailbox } from "./mailbox.ts";

export interface MailboxAccess {
  readonly mailbox: Mailbox;
  readonly owner: DirectoryUser;
  readonly preferences: GraphPreferences;
  readonly viewing: MessageViewing;
  /** `users('…')`, for `@odata.context`. */
  readonly contextPath: string;
}

/** The mailbox that the call is about: the caller's own, or one that an application may open. */
export function openMailbox(request: GraphRequest): MailboxAccess {
  const { caller } = request;
  const owner = findOwner(request);
  // A delegated token opens its own mailbox; others' need the .Shared scopes and a share, which the sandbox has none of.
  if (caller.user && caller.user.id !== owner.id) throw mailAccessDenied();
  const home = directoryOf(request.context).tenants.get(owner.tenantId);
  if (caller.tenant.id !== owner.tenantId || home?.mailboxHost !== "exchange_online" || !owner.mail) {
    throw new GraphError(
      404,
      "MailboxNotEnabledForRESTAPI",
      "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
    );
  }
  const preferences = parsePreferences(request.headers["prefer"]);
  const permissions = caller.user ? caller.scopes : caller.roles;
  return {
    mailbox: mailboxOf(request.context, owner.id),
    owner,
    preferences,
    viewing: {
      preferences,
      basicOnly: !permissions.includes("Mail.Read") && !permissions.includes("Mail.ReadWrite"),
      origin: request.origin,
    },
    contextPath: `users('${encodeURIComponent(owner.id)}')`,
  };
}

function findOwner({ caller, params, context }: GraphRequest): DirectoryUser {
  const idOrName = params["userId"];
  if (idOrName === undefined) {
    if (caller.user) return caller.user;
    throw badRequest("/me request is only valid with delegated authentication flow.");
  }
  const found = findUser(context, idOrName);
  if (!found || found.tenantId !== caller.tenant.id) {
    throw new GraphError(404, "ErrorInvalidUser", `The requested user '${clip(idOrName)}' is invalid.`);
  }
  return found;
}

export function findUser(context: GraphRequest["context"], idOrName: string): DirectoryUser | undefined {
  const directory = directoryOf(context);
  return directory.users.get(idOrName.toLowerCase()) ?? directory.findUserByName(idOrName);
}

export function findFolder({ mailbox }: MailboxAccess, idOrName: string): MailFolder {
  const folder = mailbox.findFolder(idOrName);
  if (!folder) throw itemNotFound();
  return folder;
}

/** `folderId` given: the message must be in that folder. */
export function findMessage(
  access: MailboxAccess,
  { messageId = "", folderId }: { readonly messageId?: string; readonly folderId?: string },
): MailMessage {
  const message = access.mailbox.getMessage(messageId);
  if (!message) throw itemNotFound();
  if (folderId !== undefined && findFolder(access, folderId).id !== message.folderId) throw itemNotFound();
  return message;
}

import { z } from "zod";
import { GraphError } from "./graph-error.ts";
import { preferenceHeaders } from "./graph-prefer.ts";
import {
  contextOf,
  created,
  noContent,
  ok,
  paramOf,
  type GraphRequest,
  type GraphResponse,
} from "./graph-request.ts";
import { createFolderId } from "./mail-ids.ts";
import type { MailFolder } from "./mail-records.ts";
import { folderProperties, viewFolder } from "./mail-views.ts";
import { findFolder, openMailbox, type MailboxAccess } from "./mailbox-access.ts";
import { parseFilter, type FilterFields, type FilterValue } from "./odata-filter.ts";
import {
  allowOnly,
  pageLink,
  parseBooleanOption,
  parsePaging,
  parseSelect,
  selectProperties,
} from "./odata-query.ts";
import { parseRequestBody } from "./parse-request-body.ts";

const folderFields: FilterFields<MailFolder> = {
  type: "mailFolder",
  fields: new Map<string, (folder: MailFolder) => FilterValue | undefined>([
    ["displayName", (folder) => folder.displayName],
    ["id", (folder) => folder.id],
  ]),
};
const folderSchema = z.strictObject({ displayName: z.string().trim().min(1).max(255) });

/** GET …/mailFolders and …/childFolders: one level, without hidden folders unless asked for. */
export function listFolders(request: GraphRequest): GraphResponse {
  const access = openMailbox(request);
  const { query } = request;
  allowOnly(query, ["$select", "$top", "$skip", "$filter", "$count", "includeHiddenFolders"]);
  const paging = parsePaging(query, { usual: 10, most: 1000 });
  const select = parseSelect(query, { type: "mailFolder", known: folderProperties });
  const filter = query.has("$filter") ? parseFilter(query.get("$filter") ?? "", folderFields) : undefined;
  const withHidden = parseBooleanOption(query, "includeHiddenFolders");
  const parentId = parentOf(request, access);
  const folders = access.mailbox
    .listFolders()
    .filter((folder) => folder.parentFolderId === parentId && (withHidden || !folder.isHidden))
    .filter((folder) => filter?.matches(folder) ?? true);
  const end = paging.skip + paging.top;
  return ok(
    {
      "@odata.context": contextOf(request, `${access.contextPath}/mailFolders`),
      ...(parseBooleanOption(query, "$count") ? { "@odata.count": folders.length } : {}),
      value: folders
        .slice(paging.skip, end)
        .map((folder) => selectProperties(present(folder, access), select)),
      ...(folders.length > end
        ? {
            "@odata.nextLink": pageLink(request.address, query, {
              $top: String(paging.top),
              $skip: String(end),
            }),
          }
        : {}),
    },
    preferenceHeaders(access.preferences),
  );
}

/** Undefined stands for the mailbox's root, which also answers to `msgfolderroot`. */
function parentOf(request: GraphRequest, access: MailboxAccess): string | undefined {
  const idOrName = request.params["folderId"];
  if (idOrName === undefined || idOrName.toLowerCase() === "msgfolderroot") return undefined;
  if (idOrName === rootIdOf(access)) return undefined;
  return findFolder(access, idOrName).id;
}

export function getFolder(request: GraphRequest): GraphResponse {
  const access = openMailbox(request);
  allowOnly(request.query, ["$select"]);
  const select = parseSelect(request.query, { type: "mailFolder", known: folderProperties });
  const folder = findFolder(access, paramOf(request, "folderId"));
  return ok({
    "@odata.context": contextOf(request, `${access.contextPath}/mailFolders/$entity`),
    ...selectProperties(present(folder, access), select),
  });
}

export function createFolder(request: GraphRequest): GraphResponse {
  const access = openMailbox(request);
  allowOnly(request.query, []);
  const { displayName } = parseRequestBody(folderSchema, request.body, "mailFolder");
  const parentId = parentOf(request, access);
  refuseTakenName(access, displayName, parentId);
  return created(present(access.mailbox.createFolder(displayName, parentId), access));
}

export function renameFolder(request: GraphRequest): GraphResponse {
  const access = openMailbox(request);
  const folder = findFolder(access, paramOf(request, "folderId"));
  const { displayName } = parseRequestBody(folderSchema, request.body, "mailFolder");
  refuseWellKnown(folder);
  refuseTakenName(access, displayName, folder.parentFolderId);
  return ok(present(access.mailbox.renameFolder(folder.id, displayName), access));
}

export function deleteFolder(request: GraphRequest): GraphResponse {
  const access = openMailbox(request);
  const folder = findFolder(access, paramOf(request, "folderId"));
  refuseWellKnown(folder);
  access.mailbox.deleteFolder(folder.id);
  return noContent;
}

function refuseWellKnown(folder: MailFolder): void {
  if (folder.wellKnownName === undefined) return;
  throw new GraphError(
    400,
    "ErrorDeleteDistinguishedFolder",
    "Distinguished folders cannot be deleted or renamed.",
  );
}

function refuseTakenName(
  { mailbox }: MailboxAccess,
  displayName: string,
  parentId: string | undefined,
): void {
  const taken = mailbox
    .listFolders()
    .some(
      (folder) =>
        folder.parentFolderId === parentId && folder.displayName.toLowerCase() === displayName.toLowerCase(),
    );
  if (taken) {
    throw new GraphError(409, "ErrorFolderExists", "A folder with the specified name already exists.");
  }
}

function present(folder: MailFolder, access: MailboxAccess): Readonly<Record<string, unknown>> {
  return viewFolder(folder, access.mailbox.countsOf(folder.id), rootIdOf(access));
}

function rootIdOf({ owner }: MailboxAccess): string {
  return createFolderId(owner.id, "msgfolderroot");
}

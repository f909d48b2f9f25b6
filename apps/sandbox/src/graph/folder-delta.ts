import { z } from "zod";
import { decodeDeltaToken, encodeDeltaToken, syncStateNotFound } from "./delta-token.ts";
import { preferenceHeaders } from "./graph-prefer.ts";
import { contextOf, ok, type GraphRequest, type GraphResponse } from "./graph-request.ts";
import { createFolderId } from "./mail-ids.ts";
import { folderProperties, viewFolder } from "./mail-views.ts";
import { openMailbox, type MailboxAccess } from "./mailbox-access.ts";
import { allowOnly, parseSelect, selectProperties } from "./odata-query.ts";

const tokenSchema = z.strictObject({
  generation: z.string(),
  kind: z.literal("folders"),
  select: z.string().optional(),
  since: z.int().min(0),
});
type FolderDeltaState = z.infer<typeof tokenSchema>;

/** GET /me/mailFolders/delta (mailfolder-delta): all folders of the mailbox, whatever their depth. */
export function listFolderChanges(request: GraphRequest): GraphResponse {
  const access = openMailbox(request);
  const state = readState(request, access);
  const pageSize = access.preferences.maxPageSize ?? 100;
  const select = parseSelect(state.select === undefined ? new Map() : new Map([["$select", state.select]]), {
    type: "mailFolder",
    known: folderProperties,
  });
  const changes = changesSince(access, state.since);
  const given = changes.slice(0, pageSize);
  const more = changes.length > given.length;
  const since = (more ? given.at(-1)?.changeNumber : undefined) ?? access.mailbox.changeNumber();
  const token = encodeURIComponent(encodeDeltaToken({ ...state, since } satisfies FolderDeltaState));
  return ok(
    {
      "@odata.context": contextOf(request, "Collection(mailFolder)"),
      value: given.map(({ view }) => selectProperties(view, "@removed" in view ? undefined : select)),
      ...(more
        ? { "@odata.nextLink": `${request.address}?$skiptoken=${token}` }
        : { "@odata.deltaLink": `${request.address}?$deltatoken=${token}` }),
    },
    preferenceHeaders(access.preferences),
  );
}

/** A new or moved message changes its folder's counts, yet only the folder's own changes are listed. */
function changesSince(
  { mailbox, owner }: MailboxAccess,
  since: number,
): { changeNumber: number; view: Readonly<Record<string, unknown>> }[] {
  const rootId = createFolderId(owner.id, "msgfolderroot");
  const folders = mailbox.listFolders().map((folder) => ({
    changeNumber: folder.changeNumber,
    view: viewFolder(folder, mailbox.countsOf(folder.id), rootId),
  }));
  // A first round has nothing to remove.
  const removed = (since === 0 ? [] : mailbox.listRemovedFolders()).map(({ id, changeNumber }) => ({
    changeNumber,
    view: { "@odata.type": "#microsoft.graph.mailFolder", id, "@removed": { reason: "deleted" } },
  }));
  return [...folders, ...removed]
    .filter(({ changeNumber }) => changeNumber > since)
    .sort((left, right) => left.changeNumber - right.changeNumber);
}

function readState(request: GraphRequest, { mailbox }: MailboxAccess): FolderDeltaState {
  const { query } = request;
  const token = query.get("$deltatoken") ?? query.get("$skiptoken");
  if (token === undefined) {
    allowOnly(query, ["$select"]);
    return { generation: mailbox.syncGeneration(), kind: "folders", select: query.get("$select"), since: 0 };
  }
  allowOnly(query, ["$deltatoken", "$skiptoken"]);
  const state = decodeDeltaToken(token, tokenSchema);
  if (!state || state.generation !== mailbox.syncGeneration()) throw syncStateNotFound(request.address);
  return state;
}

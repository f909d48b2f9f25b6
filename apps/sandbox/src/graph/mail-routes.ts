import {
  createDraft,
  deleteMessage,
  moveMessage,
  permanentlyDeleteMessage,
  translateExchangeIds,
  updateMessage,
} from "./change-messages.ts";
import { listFolderChanges } from "./folder-delta.ts";
import { createFolder, deleteFolder, getFolder, listFolders, renameFolder } from "./folder-requests.ts";
import type { GraphRoute } from "./graph-request.ts";
import { getMessage, listMessages } from "./list-messages.ts";
import { listMessageChanges } from "./message-delta.ts";
import { getAttachment, getAttachmentContent, getMimeContent, listAttachments } from "./read-attachments.ts";

const readBasic = ["Mail.ReadBasic", "Mail.Read", "Mail.ReadWrite"] as const;
const read = ["Mail.Read", "Mail.ReadWrite"] as const;
const write = ["Mail.ReadWrite"] as const;
const identify = [
  "User.ReadBasic.All",
  "User.Read",
  "User.ReadWrite",
  "User.Read.All",
  "User.ReadWrite.All",
] as const;

type OwnedRoute = Pick<GraphRoute, "method" | "path" | "scopes" | "handle">;

/** Routes beneath one mailbox; each stands under `/me` and under `/users/{userId}`. */
const ownedRoutes: readonly OwnedRoute[] = [
  { method: "GET", path: "/mailFolders", scopes: readBasic, handle: listFolders },
  { method: "POST", path: "/mailFolders", scopes: write, handle: createFolder },
  { method: "GET", path: "/mailFolders/delta", scopes: readBasic, handle: listFolderChanges },
  { method: "GET", path: "/mailFolders/{folderId}", scopes: readBasic, handle: getFolder },
  { method: "PATCH", path: "/mailFolders/{folderId}", scopes: write, handle: renameFolder },
  { method: "DELETE", path: "/mailFolders/{folderId}", scopes: write, handle: deleteFolder },
  { method: "GET", path: "/mailFolders/{folderId}/childFolders", scopes: readBasic, handle: listFolders },
  { method: "POST", path: "/mailFolders/{folderId}/childFolders", scopes: write, handle: createFolder },
  {
    method: "GET",
    path: "/mailFolders/{folderId}/messages/delta",
    scopes: readBasic,
    handle: listMessageChanges,
  },
  ...messageRoutes("/mailFolders/{folderId}/messages"),
  ...messageRoutes("/messages"),
  { method: "POST", path: "/translateExchangeIds", scopes: identify, handle: translateExchangeIds },
];

function messageRoutes(collection: string): OwnedRoute[] {
  const item = `${collection}/{messageId}`;
  return [
    { method: "GET", path: collection, scopes: readBasic, handle: listMessages },
    { method: "POST", path: collection, scopes: write, handle: createDraft },
    { method: "GET", path: item, scopes: readBasic, handle: getMessage },
    { method: "PATCH", path: item, scopes: write, handle: updateMessage },
    { method: "DELETE", path: item, scopes: write, handle: deleteMessage },
    { method: "POST", path: `${item}/move`, scopes: write, handle: moveMessage },
    { method: "POST", path: `${item}/permanentDelete`, scopes: write, handle: permanentlyDeleteMessage },
    { method: "GET", path: `${item}/$value`, scopes: read, handle: getMimeContent },
    { method: "GET", path: `${item}/attachments`, scopes: read, handle: listAttachments },
    { method: "GET", path: `${item}/attachments/{attachmentId}`, scopes: read, handle: getAttachment },
    {
      method: "GET",
      path: `${item}/attachments/{attachmentId}/$value`,
      scopes: read,
      handle: getAttachmentContent,
    },
  ];
}

export const mailRoutes: readonly GraphRoute[] = ["/me", "/users/{userId}"].flatMap((owner) =>
  ownedRoutes.map((route): GraphRoute => ({ ...route, path: `${owner}${route.path}`, area: "mailbox" })),
);

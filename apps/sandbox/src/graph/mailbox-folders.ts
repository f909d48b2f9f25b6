import {
  mailboxRecordOf,
  nextChangeNumber,
  type MailboxScope,
  type RemovedFolder,
} from "./mailbox-collections.ts";
import { createFolderId } from "./mail-ids.ts";
import type { MailFolder, MailFolderCounts } from "./mail-records.ts";

export interface MailboxFolders {
  /** In the order in which they were made, the well-known ones first. */
  listFolders(): MailFolder[];
  /** Takes a folder's id or a well-known name such as `inbox`. */
  findFolder(idOrWellKnownName: string): MailFolder | undefined;
  countsOf(folderId: string): MailFolderCounts;
  createFolder(displayName: string, parentFolderId?: string): MailFolder;
  renameFolder(folderId: string, displayName: string): MailFolder;
  /** Removes the folder, its child folders and their messages for good. */
  deleteFolder(folderId: string): void;
  listRemovedFolders(): RemovedFolder[];
}

export function mailboxFolders(scope: MailboxScope, deleteMessage: (id: string) => void): MailboxFolders {
  const { folders, messages } = scope;

  function findFolder(idOrName: string): MailFolder | undefined {
    return folders.get(idOrName) ?? folders.find((folder) => folder.wellKnownName === idOrName.toLowerCase());
  }

  function deleteFolder(folderId: string): void {
    for (const child of folders.filter((folder) => folder.parentFolderId === folderId)) {
      deleteFolder(child.id);
    }
    for (const message of messages.filter((message) => message.folderId === folderId)) {
      deleteMessage(message.id);
    }
    folders.delete(folderId);
    scope.removedFolders.put({ id: folderId, changeNumber: nextChangeNumber(scope) });
  }

  return {
    listFolders: () => folders.all(),
    findFolder,
    countsOf: (folderId) => {
      const counts = { totalItemCount: 0, unreadItemCount: 0, childFolderCount: 0 };
      for (const message of messages.all()) {
        if (message.folderId !== folderId) continue;
        counts.totalItemCount += 1;
        if (!message.isRead) counts.unreadItemCount += 1;
      }
      counts.childFolderCount = folders.filter((folder) => folder.parentFolderId === folderId).length;
      return counts;
    },
    createFolder: (displayName, parentFolderId) =>
      scope.context.store.transaction(() => {
        const changeNumber = nextChangeNumber(scope);
        const folder: MailFolder = {
          id: createFolderId(scope.userId, `${mailboxRecordOf(scope).syncGeneration}/${changeNumber}`),
          displayName,
          parentFolderId,
          isHidden: false,
          changeNumber,
        };
        folders.put(folder);
        return folder;
      }),
    renameFolder: (folderId, displayName) =>
      scope.context.store.transaction(() => {
        const folder = folders.get(folderId);
        if (!folder) throw new Error("The folder to rename does not exist.");
        const renamed: MailFolder = { ...folder, displayName, changeNumber: nextChangeNumber(scope) };
        folders.put(renamed);
        return renamed;
      }),
    deleteFolder: (folderId) => scope.context.store.transaction(() => deleteFolder(folderId)),
    listRemovedFolders: () => scope.removedFolders.all(),
  };
}

import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** A document is any JSON object with a string `id`, unique within its collection. */
export interface Document {
  readonly id: string;
}

/**
 * One kind of document. Reads answer from memory; every `put` and `delete` is written through before it
 * returns, so a killed sandbox starts again where it was. Documents are replaced whole, never changed in place:
 * `put({ ...found, accountEnabled: false })`.
 */
export interface Collection<T extends Document> {
  get(id: string): T | undefined;
  all(): T[];
  find(matches: (document: T) => boolean): T | undefined;
  filter(matches: (document: T) => boolean): T[];
  put(document: T): void;
  delete(id: string): boolean;
  readonly size: number;
}

export interface DocumentStore {
  /** The same name always gives the same collection. */
  collection<T extends Document>(name: string): Collection<T>;
  /** A number that grows by one at each call, per name, and survives restarts. */
  nextNumber(name: string): number;
  /** Runs several writes as one: all are kept or, when it throws, none is. */
  transaction<R>(write: () => R): R;
  collectionNames(): string[];
  /** Forgets everything but the named collections. */
  clear(keptCollections?: readonly string[]): void;
  close(): void;
}

interface StoredRow {
  collection: string;
  id: string;
  json: string;
}

/** `file` is a path, or `:memory:` for a store that goes with the process. */
export function openDocumentStore(file: string): DocumentStore {
  if (file !== ":memory:") mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  // Reads answer from memory, so a second process on the same file would overwrite what it never saw: it must fail.
  database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
  database.exec(
    "CREATE TABLE IF NOT EXISTS document (collection TEXT NOT NULL, id TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (collection, id)) WITHOUT ROWID",
  );
  const upsert = database.prepare(
    "INSERT INTO document (collection, id, json) VALUES (?, ?, ?) ON CONFLICT (collection, id) DO UPDATE SET json = excluded.json",
  );
  const remove = database.prepare("DELETE FROM document WHERE collection = ? AND id = ?");
  const removeCollection = database.prepare("DELETE FROM document WHERE collection = ?");
  const maps = loadRows(database);
  let undoLog: (() => void)[] | undefined;

  function mapOf(name: string): Map<string, unknown> {
    let map = maps.get(name);
    if (!map) {
      map = new Map();
      maps.set(name, map);
    }
    return map;
  }

  function remember(map: Map<string, unknown>, id: string): void {
    if (!undoLog) return;
    const before = map.get(id);
    const existed = map.has(id);
    undoLog.push(() => {
      if (existed) map.set(id, before);
      else map.delete(id);
    });
  }

  function writeDocument(name: string, id: string, document: unknown): void {
    upsert.run(name, id, JSON.stringify(document));
    const map = mapOf(name);
    remember(map, id);
    map.set(id, document);
  }

  function deleteDocument(name: string, id: string): boolean {
    const map = mapOf(name);
    if (!map.has(id)) return false;
    remove.run(name, id);
    remember(map, id);
    return map.delete(id);
  }

  return {
    collection: <T extends Document>(name: string): Collection<T> => {
      // The store is typed by its callers: what a collection was given is what it gives back.
      // oxlint-disable-next-line typescript/consistent-type-assertions, typescript/no-unsafe-type-assertion -- the one place where stored JSON gets its type
      const documents = (): Map<string, T> => mapOf(name) as Map<string, T>;
      return {
        get: (id) => documents().get(id),
        all: () => [...documents().values()],
        find: (matches) => documents().values().find(matches),
        filter: (matches) => [...documents().values()].filter(matches),
        put: (document) => writeDocument(name, document.id, document),
        delete: (id) => deleteDocument(name, id),
        get size() {
          return documents().size;
        },
      };
    },
    nextNumber: (name) => {
      const counter = mapOf("_counters").get(name);
      const next =
        (typeof counter === "object" && counter !== null && "value" in counter ? Number(counter.value) : 0) +
        1;
      writeDocument("_counters", name, { id: name, value: next });
      return next;
    },
    transaction: (write) => {
      if (undoLog) return write();
      undoLog = [];
      database.exec("BEGIN");
      try {
        const result = write();
        database.exec("COMMIT");
        return result;
      } catch (error) {
        database.exec("ROLLBACK");
        for (const undo of undoLog.toReversed()) undo();
        throw error;
      } finally {
        undoLog = undefined;
      }
    },
    collectionNames: () => [...maps.keys()].toSorted(),
    clear: (keptCollections = []) => {
      const forgotten = [...maps.keys()].filter((name) => !keptCollections.includes(name));
      for (const name of forgotten) {
        removeCollection.run(name);
        maps.delete(name);
      }
    },
    close: () => database.close(),
  };
}

function loadRows(database: DatabaseSync): Map<string, Map<string, unknown>> {
  const maps = new Map<string, Map<string, unknown>>();
  for (const row of database.prepare("SELECT collection, id, json FROM document").iterate()) {
    const { collection, id, json } = parseRow(row);
    const map = maps.get(collection) ?? new Map<string, unknown>();
    map.set(id, JSON.parse(json));
    maps.set(collection, map);
  }
  return maps;
}

function parseRow(row: Record<string, unknown>): StoredRow {
  return { collection: String(row["collection"]), id: String(row["id"]), json: String(row["json"]) };
}

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openDocumentStore } from "./document-store.ts";

interface Note {
  readonly id: string;
  readonly text: string;
}

function stateFile(): string {
  return join(mkdtempSync(join(tmpdir(), "sandbox-store-")), "state.sqlite");
}

test("gives back after a restart what was written before it", () => {
  const file = stateFile();
  const first = openDocumentStore(file);
  first.collection<Note>("notes").put({ id: "1", text: "kept" });
  first.nextNumber("notes");
  first.close();

  const second = openDocumentStore(file);
  expect(second.collection<Note>("notes").get("1")).toEqual({ id: "1", text: "kept" });
  expect(second.nextNumber("notes")).toBe(2);
  second.close();
});

test("a transaction that throws leaves neither memory nor file changed", () => {
  const file = stateFile();
  const store = openDocumentStore(file);
  const notes = store.collection<Note>("notes");
  notes.put({ id: "1", text: "before" });
  expect(() =>
    store.transaction(() => {
      notes.put({ id: "1", text: "changed" });
      notes.put({ id: "2", text: "added" });
      notes.delete("1");
      throw new Error("stop");
    }),
  ).toThrow("stop");
  expect(notes.all()).toEqual([{ id: "1", text: "before" }]);
  store.close();

  const reopened = openDocumentStore(file);
  expect(reopened.collection<Note>("notes").all()).toEqual([{ id: "1", text: "before" }]);
  reopened.close();
});

test("a second opener of the same file is refused while the first is there", () => {
  const file = stateFile();
  const first = openDocumentStore(file);
  first.collection<Note>("notes").put({ id: "1", text: "kept" });
  expect(() => openDocumentStore(file)).toThrow("locked");
  first.close();
  const second = openDocumentStore(file);
  expect(second.collection<Note>("notes").size).toBe(1);
  second.close();
});

test("forgets everything but what it is told to keep, for good", () => {
  const file = stateFile();
  const store = openDocumentStore(file);
  store.collection<Note>("notes").put({ id: "1", text: "goes" });
  store.collection<Note>("keys").put({ id: "1", text: "stays" });
  store.clear(["keys"]);
  expect(store.collection<Note>("notes").size).toBe(0);
  store.close();

  const reopened = openDocumentStore(file);
  expect(reopened.collection<Note>("notes").size).toBe(0);
  expect(reopened.collection<Note>("keys").get("1")).toEqual({ id: "1", text: "stays" });
  reopened.close();
});

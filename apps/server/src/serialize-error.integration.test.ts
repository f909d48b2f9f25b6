import { createTestDatabase, type TestDatabase } from "@outrigger/storage/testing";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serializeError } from "./serialize-error.ts";

let clone: TestDatabase;

beforeAll(async () => {
  clone = await createTestDatabase();
});
afterAll(() => clone.drop());

test("a row that the database refuses is not quoted in the log, its codes are", async () => {
  const lines: string[] = [];
  const logger = pino(
    { serializers: { err: serializeError } },
    { write: (line: string) => void lines.push(line) },
  );
  const refused = clone.database.auditEntries.add("00000000-0000-4000-8000-000000000000" as never, {
    action: "user.provision",
    summary: null as never,
    actor: { id: "00000000-0000-4000-8000-000000000001" as never, displayName: "adele@contoso.example" },
  });
  await refused.catch((err: unknown) => logger.error({ err }, "A request failed."));
  expect(lines[0]).toContain("23502");
  expect(lines[0]).toContain("audit_entry");
  expect(lines.join("")).not.toContain("adele@contoso.example");
});

test("an error of our own keeps its members", () => {
  expect(serializeError(Object.assign(new Error("no"), { detail: "kept" }))).toMatchObject({
    message: "no",
    detail: "kept",
  });
});

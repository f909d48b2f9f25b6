declare module "vitest" {
  interface ProvidedContext {
    /** Of the run's PostgreSQL; `createTestDatabase` clones its template. */
    testPostgresUrl: string;
  }
}

/** The migrated database that every test's database is a clone of. */
export const templateName = "outrigger_template";

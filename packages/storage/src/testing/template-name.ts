/** The migrated database that every test's database is a clone of. */
export const templateName = "outrigger_template";

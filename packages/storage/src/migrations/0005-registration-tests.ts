import { sql, type QueryExecutorProvider } from "kysely";

/** Kinds of attempts come with features: the closed list of them is the program's, the database keeps their form. */
const statements = `
alter table authorization_attempt drop constraint authorization_attempt_kind_check;
alter table authorization_attempt add constraint authorization_attempt_kind_check
  check (kind ~ '^(salesforce|microsoft)(_[a-z]+)+$');
`;

/** A sign-in that tests the registration is an attempt of its own kind. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  await sql.raw(statements).execute(db);
}

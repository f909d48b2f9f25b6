import { sql, type QueryExecutorProvider } from "kysely";

/** Requests to a Salesforce administrator. Who asks is not signed in yet: the organization may be unknown, hence nullable. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  await sql`
create table salesforce_access_request (
  organization_id uuid references organization (id) on delete cascade,
  id uuid primary key,
  user_id uuid,
  browser_hash bytea not null unique,
  link_hash bytea not null unique,
  login_host text not null,
  cause text,
  asked_by_name text not null,
  state text not null check (state in ('open', 'administrator_done', 'declined', 'connected', 'withdrawn')),
  decline_reason text,
  asked_at timestamptz not null,
  decided_at timestamptz,
  expires_at timestamptz not null,
  foreign key (organization_id, user_id) references app_user (organization_id, id) on delete cascade
)`.execute(db);
  await sql`create index salesforce_access_request_list on salesforce_access_request (organization_id, asked_at desc)`.execute(
    db,
  );
  await sql`create index salesforce_access_request_expiry on salesforce_access_request (expires_at)`.execute(
    db,
  );
}

import { sql, type QueryExecutorProvider } from "kysely";

const tables = `
create table tenant_reading (
  organization_id uuid not null references organization (id) on delete cascade,
  id uuid not null,
  tenant_id text not null,
  source text not null check (source in ('administrator', 'file', 'watch')),
  display_name text not null,
  reader_name text not null,
  read_at timestamptz not null,
  reading jsonb not null,
  primary key (organization_id, id)
);
create index tenant_reading_tenant on tenant_reading (organization_id, tenant_id, read_at desc);

create table tenant_watch (
  organization_id uuid not null references organization (id) on delete cascade,
  id uuid not null,
  tenant_id text not null,
  reader_name text not null,
  microsoft_user_id text not null,
  scopes text[] not null,
  refresh_token text,
  state text not null check (state in ('watching', 'ended')),
  started_at timestamptz not null,
  read_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, tenant_id),
  check (state = 'ended' or refresh_token is not null)
);
create index tenant_watch_due on tenant_watch (read_at nulls first) where state = 'watching';
`;

export async function up(db: QueryExecutorProvider): Promise<void> {
  await sql.raw(tables).execute(db);
}

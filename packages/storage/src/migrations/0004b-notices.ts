import { sql, type QueryExecutorProvider } from "kysely";

const tables = `
create table notice (
  organization_id uuid not null references organization (id) on delete cascade,
  id uuid not null,
  tenant_id text not null,
  kind text not null,
  subject text not null,
  source text not null check (source in ('reading', 'token')),
  before text[] not null,
  after text[] not null,
  raised_at timestamptz not null,
  mailed_at timestamptz,
  dismissed_at timestamptz,
  dismissed_by_user_id uuid,
  resolved_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, dismissed_by_user_id) references app_user (organization_id, id)
    on delete set null (dismissed_by_user_id)
);
create unique index notice_one_open on notice (organization_id, tenant_id, kind, subject)
  where resolved_at is null;
create index notice_raised on notice (organization_id, raised_at desc);
create index notice_unmailed on notice (raised_at) where mailed_at is null and resolved_at is null;
`;

export async function up(db: QueryExecutorProvider): Promise<void> {
  await sql.raw(tables).execute(db);
}

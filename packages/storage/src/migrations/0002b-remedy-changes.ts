import { sql, type QueryExecutorProvider } from "kysely";

const statements = `
create table remedy_change (
  organization_id uuid not null references organization (id) on delete cascade,
  id uuid not null,
  code text not null,
  tenant_id text not null,
  approval_id uuid,
  state text not null check (state in ('previewed', 'applied', 'verified', 'undone', 'failed')),
  actor_microsoft_user_id text not null,
  actor_name text not null,
  target jsonb not null,
  before jsonb not null,
  after jsonb not null,
  requests jsonb not null,
  done jsonb not null default '[]',
  failure text,
  kept jsonb not null default '[]',
  previewed_at timestamptz not null,
  applied_at timestamptz,
  verified_at timestamptz,
  undone_at timestamptz,
  undone_by_name text,
  claimed_until timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, approval_id) references approval (organization_id, id)
    on delete set null (approval_id)
);
create index remedy_change_tenant on remedy_change (organization_id, tenant_id, previewed_at desc);
`;

/** What administrators had the product change in their tenants, with what stood there before. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  await sql.raw(statements).execute(db);
}

import { sql, type QueryExecutorProvider } from "kysely";

const statements = `
alter table authorization_attempt drop constraint authorization_attempt_kind_check;
alter table authorization_attempt add constraint authorization_attempt_kind_check check (
  kind in (
    'salesforce_sign_in', 'microsoft_sign_in', 'microsoft_mailbox', 'microsoft_admin_consent',
    'microsoft_administrator'
  )
);

-- An access token and nothing that renews it: a session ends with its token.
create table administrator_session (
  organization_id uuid not null references organization (id) on delete cascade,
  id uuid not null,
  cookie_hash bytea not null unique,
  purpose text not null,
  tenant_id text not null,
  microsoft_user_id text not null,
  display_name text not null,
  roles text[] not null,
  are_roles_known boolean not null,
  scopes text[] not null,
  access_token text not null,
  approval_id uuid,
  started_by_user_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at <= created_at + interval '1 hour'),
  primary key (organization_id, id),
  foreign key (organization_id, approval_id) references approval (organization_id, id) on delete cascade,
  foreign key (organization_id, started_by_user_id) references app_user (organization_id, id) on delete cascade
);
create index administrator_session_expiry on administrator_session (expires_at);
`;

/** An administrator's own sign-in at Microsoft, for one purpose and at most an hour. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  await sql.raw(statements).execute(db);
}

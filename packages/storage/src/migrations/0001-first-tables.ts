import { sql, type QueryExecutorProvider } from "kysely";

const tables = `
create table organization (
  id uuid primary key,
  salesforce_organization_id text not null unique,
  display_name text not null,
  instance_url text not null,
  created_at timestamptz not null
);

create table setting (
  organization_id uuid not null references organization (id) on delete cascade,
  name text not null,
  value jsonb not null,
  changed_at timestamptz not null,
  primary key (organization_id, name)
);

create table app_user (
  organization_id uuid not null references organization (id) on delete cascade,
  id uuid not null,
  salesforce_user_id text,
  email text not null,
  display_name text not null,
  is_admin boolean not null default false,
  state text not null check (state in ('provisioned', 'active')),
  created_at timestamptz not null,
  signed_in_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, salesforce_user_id),
  check ((state = 'active') = (salesforce_user_id is not null))
);
create index app_user_email on app_user (organization_id, lower(email));

create table web_session (
  organization_id uuid not null,
  token_hash bytea not null,
  user_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (organization_id, token_hash),
  unique (token_hash),
  foreign key (organization_id, user_id) references app_user (organization_id, id) on delete cascade
);
create index web_session_user on web_session (organization_id, user_id);
create index web_session_expiry on web_session (expires_at);

create table handoff (
  organization_id uuid not null,
  code_hash bytea not null,
  user_id uuid,
  kind text not null check (kind in ('signed_in', 'microsoft_start', 'approval_result')),
  payload jsonb not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (organization_id, code_hash),
  unique (code_hash),
  foreign key (organization_id) references organization (id) on delete cascade,
  foreign key (organization_id, user_id) references app_user (organization_id, id) on delete cascade
);
create index handoff_expiry on handoff (expires_at);

create table crm_connection (
  organization_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  vendor text not null check (vendor in ('salesforce')),
  vendor_user_id text not null,
  instance_url text not null,
  scopes text[] not null,
  access_token text,
  refresh_token text,
  state text not null check (state in ('connected', 'needs_sign_in')),
  state_reason text,
  connected_at timestamptz not null,
  refreshed_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, user_id),
  foreign key (organization_id, user_id) references app_user (organization_id, id) on delete cascade
);

create table approval (
  organization_id uuid not null references organization (id) on delete cascade,
  id uuid not null,
  tenant_id text,
  tenant_display_name text,
  scopes text[] not null,
  scope_key text not null,
  state text not null
    check (state in ('open', 'verifying', 'granted', 'declined', 'expired', 'revoked')),
  asked_by_user_id uuid,
  asked_by_name text not null,
  asked_at timestamptz not null,
  decided_at timestamptz,
  decided_by_name text,
  decline_reason text,
  expires_at timestamptz not null,
  evidence jsonb not null default '{}',
  primary key (organization_id, id),
  foreign key (organization_id, asked_by_user_id) references app_user (organization_id, id)
    on delete set null (asked_by_user_id)
);
create unique index approval_one_pending on approval (organization_id, coalesce(tenant_id, ''), scope_key)
  where state in ('open', 'verifying');

create table mailbox_connection (
  organization_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  state text not null check (
    state in ('not_connected', 'authorizing', 'blocked', 'waiting', 'connected', 'needs_sign_in')
  ),
  tenant_id text,
  tenant_display_name text,
  microsoft_user_id text,
  mailbox_address text,
  granted_scopes text[] not null default '{}',
  access_token text,
  access_token_expires_at timestamptz,
  refresh_token text,
  connected_at timestamptz,
  diagnosis jsonb,
  sign_in_evidence jsonb,
  approval_id uuid,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, user_id),
  foreign key (organization_id, user_id) references app_user (organization_id, id) on delete cascade,
  foreign key (organization_id, approval_id) references approval (organization_id, id)
    on delete set null (approval_id)
);
create index mailbox_connection_state on mailbox_connection (state, organization_id);
create index mailbox_connection_approval on mailbox_connection (organization_id, approval_id);

create table approval_waiter (
  organization_id uuid not null,
  approval_id uuid not null,
  user_id uuid not null,
  reason text,
  joined_at timestamptz not null,
  primary key (organization_id, approval_id, user_id),
  foreign key (organization_id, approval_id) references approval (organization_id, id) on delete cascade,
  foreign key (organization_id, user_id) references app_user (organization_id, id) on delete cascade
);
create index approval_waiter_user on approval_waiter (organization_id, user_id);

create table approval_link (
  organization_id uuid not null,
  id uuid not null,
  approval_id uuid not null,
  token_hash bytea not null unique,
  purpose text not null check (purpose in ('administrator', 'result')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  opened_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, approval_id) references approval (organization_id, id) on delete cascade
);
create index approval_link_approval on approval_link (organization_id, approval_id);

-- The organization of a Salesforce sign-in is known only once it has succeeded: hence nullable here, and here alone.
create table authorization_attempt (
  organization_id uuid,
  id uuid primary key,
  kind text not null check (
    kind in ('salesforce_sign_in', 'microsoft_sign_in', 'microsoft_mailbox', 'microsoft_admin_consent')
  ),
  user_id uuid,
  approval_id uuid,
  state_hash bytea not null unique,
  browser_hash bytea,
  nonce text,
  pkce_verifier text,
  scopes text[] not null,
  tenant_guess text,
  redirect_uri text not null,
  context jsonb not null default '{}',
  started_at timestamptz not null,
  expires_at timestamptz not null,
  claimed_at timestamptz,
  finished_at timestamptz,
  result text check (result in ('succeeded', 'refused', 'failed', 'closed', 'expired', 'superseded')),
  wire_error text,
  error_subcode text,
  aadsts_code text,
  correlation_id text,
  check ((finished_at is null) = (result is null)),
  foreign key (organization_id) references organization (id) on delete cascade,
  foreign key (organization_id, user_id) references app_user (organization_id, id) on delete cascade,
  foreign key (organization_id, approval_id) references approval (organization_id, id) on delete cascade
);
create index authorization_attempt_user on authorization_attempt (organization_id, user_id, started_at desc);
create index authorization_attempt_pending on authorization_attempt (expires_at) where finished_at is null;

create table permission_confirmation (
  organization_id uuid not null,
  tenant_id text not null,
  resource text not null,
  claim_value text not null,
  user_id uuid not null,
  confirmed_at timestamptz not null,
  primary key (organization_id, tenant_id, resource, claim_value, user_id),
  foreign key (organization_id, user_id) references app_user (organization_id, id) on delete cascade
);

create table sync_cursor (
  organization_id uuid not null,
  mailbox_connection_id uuid not null,
  folder text not null,
  cursor text not null,
  advanced_at timestamptz not null,
  primary key (organization_id, mailbox_connection_id, folder),
  foreign key (organization_id, mailbox_connection_id)
    references mailbox_connection (organization_id, id) on delete cascade
);

create table sync_lease (
  organization_id uuid not null,
  mailbox_connection_id uuid not null,
  holder uuid not null,
  expires_at timestamptz not null,
  primary key (organization_id, mailbox_connection_id),
  foreign key (organization_id, mailbox_connection_id)
    references mailbox_connection (organization_id, id) on delete cascade
);

create table sync_run (
  organization_id uuid not null,
  id uuid not null,
  mailbox_connection_id uuid not null,
  user_id uuid not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  outcome text not null check (outcome in ('running', 'finished', 'failed', 'abandoned')),
  examined_count integer not null default 0,
  saved_count integer not null default 0,
  skipped_count integer not null default 0,
  issue_count integer not null default 0,
  failure text,
  primary key (organization_id, id),
  foreign key (organization_id, mailbox_connection_id)
    references mailbox_connection (organization_id, id) on delete cascade,
  foreign key (organization_id, user_id) references app_user (organization_id, id) on delete cascade
);
create index sync_run_mailbox on sync_run (organization_id, mailbox_connection_id, started_at desc);
create index sync_run_started on sync_run (organization_id, started_at desc);

create table sync_link (
  organization_id uuid not null,
  item_key text not null,
  mailbox_connection_id uuid,
  user_id uuid not null,
  mailbox_item_id text,
  crm_record_kind text not null,
  crm_record_id text not null,
  linked_records jsonb not null,
  saved_at timestamptz not null,
  primary key (organization_id, item_key),
  foreign key (organization_id, mailbox_connection_id)
    references mailbox_connection (organization_id, id) on delete set null (mailbox_connection_id),
  foreign key (organization_id, user_id) references app_user (organization_id, id) on delete cascade
);
create index sync_link_user on sync_link (organization_id, user_id, saved_at desc);
create index sync_link_saved on sync_link (organization_id, saved_at);

create table sync_issue (
  organization_id uuid not null,
  id uuid not null,
  mailbox_connection_id uuid not null,
  user_id uuid not null,
  item_key text not null,
  mailbox_item_id text,
  subject text,
  reason text not null,
  message text not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  attempts integer not null default 1,
  primary key (organization_id, id),
  unique (organization_id, mailbox_connection_id, item_key),
  foreign key (organization_id, mailbox_connection_id)
    references mailbox_connection (organization_id, id) on delete cascade,
  foreign key (organization_id, user_id) references app_user (organization_id, id) on delete cascade
);
create index sync_issue_seen on sync_issue (organization_id, last_seen_at desc);

create table audit_entry (
  organization_id uuid not null references organization (id) on delete cascade,
  id uuid not null,
  at timestamptz not null,
  actor_user_id uuid,
  actor_name text,
  action text not null,
  summary text not null,
  primary key (organization_id, id)
);
create index audit_entry_at on audit_entry (organization_id, at desc);
`;

export async function up(db: QueryExecutorProvider): Promise<void> {
  await sql.raw(tables).execute(db);
}

import { sql, type QueryExecutorProvider } from "kysely";

const changes = `
-- A link made by somebody else than a user (a forwarding, Microsoft's way back) has no maker.
alter table approval_link
  add column made_by_user_id uuid,
  add column made_by_name text,
  add column forwarded_from_id uuid,
  add column recipient text,
  add foreign key (organization_id, made_by_user_id) references app_user (organization_id, id)
    on delete set null (made_by_user_id),
  add foreign key (organization_id, forwarded_from_id) references approval_link (organization_id, id)
    on delete cascade;

alter table approval
  add column escalation_address text,
  add column escalation_named_by text;

-- A row is written before its mail goes out: a restart in between leaves 'sending', which is never sent again.
create table approval_mail (
  organization_id uuid not null,
  id uuid not null,
  approval_id uuid not null,
  link_id uuid,
  kind text not null check (kind in ('request', 'reminder', 'escalation', 'forward')),
  recipient text not null,
  ordinal integer not null,
  user_id uuid,
  state text not null check (state in ('sending', 'sent', 'failed')),
  tries integer not null default 1,
  created_at timestamptz not null,
  tried_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, approval_id, kind, recipient, ordinal),
  foreign key (organization_id, approval_id) references approval (organization_id, id) on delete cascade,
  foreign key (organization_id, link_id) references approval_link (organization_id, id)
    on delete set null (link_id),
  foreign key (organization_id, user_id) references app_user (organization_id, id)
    on delete set null (user_id)
);
create index approval_mail_created on approval_mail (organization_id, created_at);

create table approval_event (
  organization_id uuid not null,
  id uuid not null,
  approval_id uuid not null,
  position bigint generated always as identity,
  at timestamptz not null,
  kind text not null,
  actor_name text,
  recipient text,
  primary key (organization_id, id),
  foreign key (organization_id, approval_id) references approval (organization_id, id) on delete cascade
);
create index approval_event_approval on approval_event (organization_id, approval_id, position);

insert into approval_event (organization_id, id, approval_id, at, kind, actor_name)
  select organization_id, gen_random_uuid(), id, asked_at, 'asked', asked_by_name from approval;
insert into approval_event (organization_id, id, approval_id, at, kind, actor_name)
  select organization_id, gen_random_uuid(), id, decided_at, state, decided_by_name from approval
  where decided_at is not null and state in ('granted', 'declined', 'expired', 'revoked');

-- What the last silent request for a mailbox's permissions ended with.
alter table mailbox_connection add column last_probe jsonb;

-- What is known of a Microsoft tenant from its people, for its next people.
create table tenant_finding (
  organization_id uuid not null references organization (id) on delete cascade,
  tenant_id text not null,
  finding text not null,
  value jsonb not null,
  source text not null,
  found_at timestamptz not null,
  primary key (organization_id, tenant_id, finding)
);
`;

export async function up(db: QueryExecutorProvider): Promise<void> {
  await sql.raw(changes).execute(db);
}

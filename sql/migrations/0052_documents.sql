-- The papers of people: what each kind of paper is, each version of each paper, and the contents kept in the storage.

-- A row of `files` is one content in the storage, found there by its hash; two papers that are the same content share it.
create table files (
  hash         text primary key check (hash ~ '^[0-9a-f]{64}$'),
  bytes        bigint not null check (bytes > 0),
  type         text not null check (type in (
                 'application/pdf', 'image/jpeg', 'image/png',
                 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
                 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')),
  -- in quarantine until the scanner has looked at it, and read by nobody; what it finds something in is not kept
  state        text not null default 'saine' check (state in ('saine', 'quarantaine', 'infectee')),
  added_at     timestamptz not null default now(),
  examined_at  timestamptz
);

create index files_waiting on files (added_at) where state = 'quarantaine';

-- A row of `document_types` is a kind of paper: who may read it, whether it has an end, and whose file lacks it when it is not there.
create table document_types (
  code                 text primary key check (code ~ '^[a-z_]{2,40}$'),
  label                text not null,
  rank                 int not null unique,
  -- the right that reading it takes beside that of reading the file; none: whoever reads the file reads it
  guard                text check (guard in ('identity', 'private', 'salary', 'health', 'evaluations')),
  expires              boolean not null default false,
  required             boolean not null default false,
  -- of these categories only; null: of everybody
  required_categories  text[]
);

insert into document_types (code, label, rank, guard, expires, required, required_categories) values
  ('cni', 'Carte nationale d’identité', 1, 'identity', true, true, null),
  ('passeport', 'Passeport', 2, 'identity', true, false, null),
  ('acte_naissance', 'Acte de naissance', 3, 'private', false, true, null),
  ('diplome', 'Diplôme', 4, null, false, true, '{A,B}'),
  ('certificat', 'Certificat', 5, null, false, false, null),
  ('contrat', 'Contrat', 6, 'salary', true, false, null),
  ('arrete_nomination', 'Arrêté de nomination', 7, null, false, true, null),
  ('decision_avancement', 'Décision d’avancement', 8, 'salary', false, false, null),
  ('fiche_notation', 'Fiche de notation', 9, 'evaluations', false, false, null),
  ('certificat_medical', 'Certificat médical', 10, 'health', true, false, null),
  ('attestation_travail', 'Attestation de travail', 11, null, false, false, null),
  ('autre', 'Autre document', 12, 'private', false, false, null);

-- A row of `documents` is one version of one paper of a person. A new version replaces the one before, which stays.
create table documents (
  id                uuid primary key default uuidv7(),
  person_id         uuid not null references personnel,
  type              text not null references document_types,
  -- the id of the first version
  series            uuid not null,
  version           int not null default 1 check (version >= 1),
  file              text not null references files,
  name              text not null check (length(name) between 1 and 130),
  issued_on         date,
  expires_on        date,
  -- made by the house, and not sent by anybody
  made              boolean not null default false,
  added_at          timestamptz not null default now(),
  added_by          uuid references users,
  replaced_at       timestamptz,
  withdrawn_at      timestamptz,
  withdrawn_by      uuid references users,
  withdrawn_reason  text check (length(withdrawn_reason) between 3 and 300),
  constraint documents_versions unique (series, version),
  constraint documents_days check (expires_on >= issued_on),
  constraint documents_withdrawn check ((withdrawn_at is null) = (withdrawn_reason is null))
);

create index documents_by_person on documents (person_id, type, id);
create index documents_by_file on documents (file);
create unique index documents_in_force on documents (series) where replaced_at is null and withdrawn_at is null;
create index documents_by_end on documents (expires_on, id)
  where expires_on is not null and replaced_at is null and withdrawn_at is null;

-- A row of `document_alerts` is an end that was announced so many days before: once.
create table document_alerts (
  document_id  uuid not null references documents on delete cascade,
  days         int not null check (days in (90, 30, 7)),
  sent_at      timestamptz not null default now(),
  primary key (document_id, days)
);

-- A row of `photos` is the face of a person in one size, square, drawn anew.
create table photos (
  person_id  uuid not null references personnel on delete cascade,
  side       int not null check (side in (64, 256)),
  jpeg       bytea not null check (length(jpeg) between 1 and 262144),
  added_at   timestamptz not null default now(),
  added_by   uuid references users,
  primary key (person_id, side)
);

-- It is compressed already.
alter table photos alter column jpeg set storage external;

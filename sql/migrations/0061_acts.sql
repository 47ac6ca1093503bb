-- Administrative acts: what each kind says, who signs, and each act that was made, numbered by kind and year without gaps.

-- Where the papers made are kept among those of a person.
insert into document_types (code, label, rank, guard, expires, required, required_categories) values
  ('certificat_presence', 'Certificat de présence', 61, null, false, false, null),
  ('etat_signaletique', 'État signalétique', 62, 'private', false, false, null),
  ('decision_affectation', 'Décision d’affectation', 63, null, false, false, null);

-- A row of `act_templates` is one version of what a kind of act says, from a day on. What was written stays: an act names its own.
create table act_templates (
  kind        text not null check (kind in ('attestation_travail', 'certificat_presence', 'etat_signaletique', 'decision_affectation')),
  version     int not null check (version >= 1),
  -- paragraphs apart by an empty line, `{{names}}` for what is filled in, « label | value » for a line of a table
  body        text not null check (length(body) between 20 and 4000),
  valid_from  date not null,
  made_at     timestamptz not null default now(),
  made_by     uuid references users,
  primary key (kind, version)
);

insert into act_templates (kind, version, body, valid_from) values
  ('attestation_travail', 1,
'Je {{soussigne}}, {{signataire}}, {{signataire_fonction}}, atteste que {{civilite}} {{nom_complet}}, {{ne}} le {{date_naissance}}, matricule {{matricule}}, est en service au {{organisation}} depuis le {{date_prise_service}}.

{{il}} y occupe à ce jour la fonction suivante : {{fonction}}, à l’unité « {{unite}} », au grade {{grade}}, {{classe}}.

En foi de quoi la présente attestation lui est délivrée pour servir et valoir ce que de droit.', '2000-01-01'),
  ('certificat_presence', 1,
'Je {{soussigne}}, {{signataire}}, {{signataire_fonction}}, certifie que {{civilite}} {{nom_complet}}, matricule {{matricule}}, grade {{grade}}, est effectivement {{present}} à son poste à l’unité « {{unite}} » à la date du {{date}}.

Position administrative : {{position}}.

Le présent certificat est établi à la demande de l’{{interesse}} pour servir et valoir ce que de droit.', '2000-01-01'),
  ('etat_signaletique', 1,
'Nom | {{nom}}
Prénoms | {{prenoms}}
Matricule | {{matricule}}
Date de naissance | {{date_naissance}}
Lieu de naissance | {{lieu_naissance}}
Nationalité | {{nationalite}}
Situation de famille | {{situation_famille}}
Enfants à charge | {{enfants}}
Date de recrutement | {{date_recrutement}}
Prise de service | {{date_prise_service}}
Ancienneté | {{anciennete}}
Grade et classe | {{grade}}, {{classe}}
Échelon et indice | {{echelon}}, {{indice}}
Position administrative | {{position}}
Unité | {{unite}}
Direction | {{direction}}
Fonction | {{fonction}}

État arrêté au {{date}} d’après le dossier administratif de l’{{interesse}}.', '2000-01-01'),
  ('decision_affectation', 1,
'{{signataire_fonction}},

Vu le dossier administratif de l’{{interesse}} ; vu les nécessités de service,

DÉCIDE

Article premier. {{civilite}} {{nom_complet}}, matricule {{matricule}}, grade {{grade}}, {{classe}}, est {{affecte}} à l’unité « {{affectation_unite}} » en qualité de : {{affectation_fonction}}.

Article 2. La présente décision prend effet le {{affectation_date}}. Elle sera enregistrée et communiquée partout où besoin sera.', '2000-01-01');

-- A row of `signatories` is somebody who signs acts between two days; ad interim while whoever holds the post is away.
create table signatories (
  id         uuid primary key default uuidv7(),
  person_id  uuid not null references personnel,
  title      text not null check (length(title) between 3 and 160),
  place      text not null check (length(place) between 2 and 60),
  interim    boolean not null default false,
  starts_on  date not null,
  ends_on    date,
  added_at   timestamptz not null default now(),
  added_by   uuid references users,
  constraint signatories_days check (ends_on >= starts_on),
  constraint signatories_interim_ends check (ends_on is not null or not interim)
);

-- A row of `act_counters` is the last number of a kind in a year. It is held until the act is written: a failure gives its number back.
create table act_counters (
  kind  text not null,
  year  int not null,
  last  int not null check (last >= 1),
  primary key (kind, year)
);

-- A row of `acts` is one paper that was made, as it says it. It is cancelled, never changed.
create table acts (
  id                uuid primary key,
  kind              text not null,
  year              int not null,
  number            int not null,
  -- on the paper, for whoever wants to know whether it comes from here; the last sign is a check
  code              text not null unique check (code ~ '^[2-9A-HJKMNP-TV-Z]{12}$'),
  template_version  int not null,
  person_id         uuid not null references personnel,
  person_name       text not null,
  matricule         text not null,
  signatory_id      uuid not null references signatories,
  signatory_name    text not null,
  signatory_title   text not null,
  made_on           date not null,
  made_at           timestamptz not null default now(),
  made_by           uuid references users,
  document_id       uuid not null unique references documents,
  cancelled_at      timestamptz,
  cancelled_by      uuid references users,
  cancelled_reason  text check (length(cancelled_reason) between 3 and 300),
  constraint acts_numbers unique (kind, year, number),
  constraint acts_template foreign key (kind, template_version) references act_templates (kind, version),
  constraint acts_cancelled check ((cancelled_at is null) = (cancelled_reason is null))
);

create index acts_by_person on acts (person_id, id desc);
create index acts_by_year on acts (year, id desc);

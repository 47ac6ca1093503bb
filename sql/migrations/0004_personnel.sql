-- A row of `personnel` is one person's file. Never deleted: a person who leaves has a date and a reason.

create table personnel (
  id               uuid primary key default uuidv7(),
  matricule        text not null check (length(matricule) between 1 and 20),
  last_name        text not null check (length(last_name) between 1 and 80),
  first_names      text not null check (length(first_names) between 1 and 120),
  maiden_name      text check (length(maiden_name) between 1 and 80),
  sex              text not null check (sex in ('F', 'M')),
  birth_date       date not null,
  birth_place      text check (length(birth_place) <= 120),
  nationality      text not null default 'Ivoirienne' check (length(nationality) <= 60),
  marital_status   text check (marital_status in ('celibataire', 'marie', 'divorce', 'veuf', 'union_libre')),
  children         int not null default 0 check (children between 0 and 30),
  national_id      text check (length(national_id) <= 30),
  passport         text check (length(passport) <= 30),
  work_email       text check (length(work_email) <= 254),
  personal_email   text check (length(personal_email) <= 254),
  phone            text check (phone ~ '^\+225\d{10}$'),
  other_phone      text check (other_phone ~ '^\+225\d{10}$'),
  address          text check (length(address) <= 200),
  po_box           text check (length(po_box) <= 60),
  job_title        text check (length(job_title) <= 120),
  unit_id          bigint not null references units,
  grade            text not null references grades,
  class            text not null references grade_classes,
  echelon          int not null check (echelon between 1 and 10),
  index_points     int not null check (index_points between 100 and 5000),
  position         text not null default 'en_activite' check (position in (
                     'en_activite', 'detachement', 'disponibilite', 'conge_longue_duree',
                     'sous_les_drapeaux', 'hors_cadre', 'suspension', 'retraite')),
  recruited_on     date not null,
  started_on       date not null,
  left_on          date,
  left_reason      text check (length(left_reason) between 3 and 300),
  fictitious       boolean not null default false,
  version          int not null default 1,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  -- kept by the trigger below
  retirement_on    date not null,
  name_key         text collate "C" not null generated always as (name_key(last_name, first_names)) stored,
  constraint personnel_matricule_unique unique (matricule),
  constraint personnel_adult check (recruited_on >= birth_date + interval '18 years'),
  constraint personnel_start_after_recruitment check (started_on >= recruited_on),
  constraint personnel_left_after_start check (left_on >= started_on),
  constraint personnel_left_with_reason check ((left_on is null) = (left_reason is null))
);

alter table units add constraint units_chief foreign key (chief_id) references personnel;

create index personnel_by_name on personnel (name_key, id);
create index personnel_by_unit on personnel (unit_id, name_key, id);
create index personnel_by_birth on personnel (birth_date, id);
create index personnel_by_recruitment on personnel (recruited_on, id);
create index personnel_by_retirement on personnel (retirement_on, id);
create index personnel_by_grade on personnel (grade, name_key, id);
create index personnel_left on personnel (left_on) where left_on is not null;

create function personnel_keep() returns trigger language plpgsql as $$
begin
  new.retirement_on := retirement_date(new.birth_date, new.grade);
  if new.retirement_on is null then
    raise exception 'no retirement limit for grade %', new.grade using errcode = 'check_violation';
  end if;
  if tg_op = 'UPDATE' then
    new.version := old.version + 1;
    new.updated_at := now();
  end if;
  return new;
end $$;

create trigger personnel_keep before insert or update on personnel
  for each row execute function personnel_keep();

-- When a limit changes, the dates that follow from it change too.
create function retirement_limits_changed() returns trigger language plpgsql as $$
begin
  update personnel set grade = grade where retirement_on is distinct from retirement_date(birth_date, grade);
  return null;
end $$;

create trigger retirement_limits_changed after insert or update or delete on retirement_limits
  for each statement execute function retirement_limits_changed();

-- One row per word that finds a person (names, matricule, phone numbers without prefix), in the order of the list,
-- so that "everyone whose name has a word beginning with …" is read in list order from one index.
create table personnel_words (
  word       text collate "C" not null,
  name_key   text collate "C" not null,
  person_id  uuid not null references personnel on delete cascade,
  primary key (word, name_key, person_id)
);

create index personnel_words_by_person on personnel_words (person_id, word);

create view personnel_words_wanted as
  select w.word, p.name_key, p.id as person_id
  from personnel p
  cross join lateral (
    select words_of(p.last_name || ' ' || p.first_names || ' ' || coalesce(p.maiden_name, '')) as word
    union
    select fold(p.matricule)
    union
    select substr(p.phone, 5) where p.phone is not null
    union
    select substr(p.other_phone, 5) where p.other_phone is not null
  ) w;

create function personnel_words_insert() returns trigger language plpgsql as $$
begin
  insert into personnel_words (word, name_key, person_id)
  select wanted.word, wanted.name_key, wanted.person_id
  from personnel_words_wanted wanted
  where wanted.person_id in (select id from written);
  return null;
end $$;

create function personnel_words_update() returns trigger language plpgsql as $$
begin
  with renamed as (
    select written.id
    from written
    join former on former.id = written.id
    where (written.last_name, written.first_names, written.maiden_name, written.matricule, written.phone, written.other_phone)
      is distinct from (former.last_name, former.first_names, former.maiden_name, former.matricule, former.phone, former.other_phone)
  ), dropped as (
    delete from personnel_words where person_id in (select id from renamed)
    returning word, name_key, person_id
  )
  insert into personnel_words (word, name_key, person_id)
  select wanted.word, wanted.name_key, wanted.person_id
  from personnel_words_wanted wanted
  where wanted.person_id in (select id from renamed) and (select count(*) from dropped) >= 0
  on conflict do nothing;
  return null;
end $$;

create trigger personnel_words_insert after insert on personnel
  referencing new table as written for each statement execute function personnel_words_insert();
create trigger personnel_words_update after update on personnel
  referencing old table as former new table as written for each statement execute function personnel_words_update();

-- A decision to advance many may take effect for each on the day they are due: then it has no day of its own.
alter table career_batches
  alter column effective_on drop not null,
  add constraint career_batches_one_day_but_for_advancements check (effective_on is not null or kind = 'avancement');

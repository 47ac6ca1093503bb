-- The file of any form that is refused is kept for half an hour: also one of the kinds that only the papers of a person take.
alter table kept_files
  drop constraint kept_files_type_check,
  add constraint kept_files_type_check check (type in (
    'application/pdf', 'image/jpeg', 'image/png',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'));

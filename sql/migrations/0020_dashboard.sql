-- Files where an identity number or a birth place is missing: few, counted on each home page of the staff managers.

create index personnel_incomplete on personnel (id) where national_id is null or birth_place is null;

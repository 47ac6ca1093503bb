-- Who is not there yet: the few to take away from those a search finds, instead of looking at each one found.
create index personnel_by_start on personnel (started_on);

-- Grades of the civil service, their classes and échelons, the dated grid of indices and the dated age limits.
-- Figures are labelled "démonstration": they are configuration that the DRH owns, not law.

create table grades (
  code      text primary key,
  category  text not null check (category in ('A', 'B', 'C', 'D')),
  rank      int not null unique
);

create table grade_classes (
  code      text primary key,
  label     text not null,
  rank      int not null unique,
  echelons  int not null check (echelons between 1 and 10)
);

create table index_grid (
  grade       text not null references grades,
  class       text not null references grade_classes,
  echelon     int not null check (echelon between 1 and 10),
  valid_from  date not null,
  points      int not null check (points between 100 and 5000),
  primary key (grade, class, echelon, valid_from)
);

create table retirement_limits (
  grade       text not null references grades,
  valid_from  date not null,
  age         int not null check (age between 50 and 80),
  primary key (grade, valid_from)
);

insert into grades (code, category, rank) values
  ('D1', 'D', 1), ('D2', 'D', 2), ('C1', 'C', 3), ('C2', 'C', 4), ('C3', 'C', 5),
  ('B1', 'B', 6), ('B2', 'B', 7), ('B3', 'B', 8),
  ('A1', 'A', 9), ('A2', 'A', 10), ('A3', 'A', 11), ('A4', 'A', 12), ('A5', 'A', 13), ('A6', 'A', 14), ('A7', 'A', 15);

-- Ranks rise with seniority: one enters by the second class.
insert into grade_classes (code, label, rank, echelons) values
  ('deuxieme', '2e classe', 1, 3),
  ('premiere', '1re classe', 2, 3),
  ('principale', 'Classe principale', 3, 4),
  ('exceptionnelle', 'Classe exceptionnelle', 4, 3);

insert into index_grid (grade, class, echelon, valid_from, points)
select entry.grade, cls.code, step.echelon, date '2000-01-01',
       entry.points + entry.step * (step.echelon - 1 + coalesce((select sum(below.echelons) from grade_classes below where below.rank < cls.rank), 0))
from (values
  ('D1', 727, 35), ('D2', 745, 35), ('C1', 763, 35), ('C2', 775, 35), ('C3', 960, 35),
  ('B1', 870, 45), ('B2', 930, 45), ('B3', 995, 45),
  ('A1', 1010, 60), ('A2', 1035, 60), ('A3', 1060, 60), ('A4', 1178, 60), ('A5', 1450, 60), ('A6', 1750, 60), ('A7', 2050, 60)
) as entry (grade, points, step)
cross join grade_classes cls
cross join lateral generate_series(1, cls.echelons) as step (echelon);

insert into retirement_limits (grade, valid_from, age)
select code, date '2000-01-01', case when rank >= 12 then 65 else 60 end from grades;

-- 31 December of the year of the age limit (rule in force today for the grade).
create function retirement_date(birth_date date, grade_code text) returns date
  language sql stable strict parallel safe
  begin atomic
    select make_date(extract(year from birth_date)::int + age, 12, 31)
    from retirement_limits
    where grade = grade_code and valid_from <= current_date
    order by valid_from desc
    limit 1;
  end;

import type { ReservedSql, Sql } from 'postgres'
import { givenNames, surnames } from '../../src/demonstration/names'

type Volume = { people: number; absences: number; evaluations: number; today: string }

/**
 * Adds many people with their absences and evaluations to a seeded demonstration, one statement per table; what the triggers
 * would keep row by row is computed at once. `sql` may be the pool or a connection of its own. The same draw each time.
 */
export async function loadMany(sql: Sql, volume: Volume): Promise<void> {
  const connection = await sql.reserve()
  try {
    await connection`set statement_timeout = 0`
    await connection`begin`
    // no trigger and no check of foreign keys: what is inserted refers to what was just drawn
    await connection`set local session_replication_role = replica`
    await connection`select setseed(0.2026)`
    await drawPeople(connection, volume)
    await insertPeople(connection, volume)
    await insertWords(connection)
    await insertAbsences(connection, volume)
    await insertAbsenceTotals(connection)
    await insertEvaluations(connection, volume)
    await insertEvaluationTotals(connection)
    await connection`commit`
    await connection`vacuum (analyze) personnel, personnel_words, absences, absence_totals, evaluations, evaluation_totals`
  } catch (error) {
    await connection`rollback`
    throw error
  } finally {
    await connection`reset statement_timeout`
    connection.release()
  }
}

/** Grades by hundredths: A 38, B 30, C 20, D 12. */
const grades = Object.entries({
  A1: 3,
  A2: 4,
  A3: 17,
  A4: 7,
  A5: 4,
  A6: 2,
  A7: 1,
  B1: 13,
  B2: 4,
  B3: 13,
  C1: 11,
  C2: 6,
  C3: 3,
  D1: 8,
  D2: 4,
})
const types = Object.entries({
  conge_annuel: 45,
  permission: 20,
  maladie: 17,
  mission: 10,
  formation: 7,
  injustifiee: 1,
})

function hundredths(weights: [string, number][]): string[] {
  return weights.flatMap(([name, weight]) => Array<string>(weight).fill(name))
}

/** Everyone's draw, kept for the statements that follow: those of 60 or more are at least A4. */
async function drawPeople(sql: ReservedSql, { people, today }: Volume): Promise<void> {
  await sql`
    create temporary table loaded on commit drop as
    with chance as materialized (
      select
        n, random() as surname, random() as given, random() as second, random() as age, random() + random() as mid,
        random() as entry, random() as unit, random() as leaving,
        case when random() < 0.42 then 'F' else 'M' end as sex,
        (${hundredths(grades)}::text[])[1 + floor(random() * 100)] as grade
      from generate_series(1, ${people}::int) as n
    ), born as (
      select *, ${today}::date - (365.2425 * case when grade between 'A4' and 'A7' then 34 + 30 * age else 24 + 17.5 * mid end)::int as birth_date
      from chance
    )
    select
      n, uuidv7() as id, sex, grade, birth_date, unit, leaving,
      birth_date + 7671 + (entry * least(${today}::date - birth_date - 7671, 4000))::int as recruited_on,
      (${surnames}::text[])[1 + floor(power(surname, 1.6) * ${surnames.length}::int)] as last_name,
      names[1 + floor(given * cardinality(names))]
        || case when second < 0.5 then ' ' || names[1 + floor(second * 2 * cardinality(names))] else '' end as first_names
    from born
    join (values ('F', ${givenNames.F}::text[]), ('M', ${givenNames.M}::text[])) as given_names (sex, names) using (sex)`
  await sql`create unique index on loaded (n)`
  await sql`analyze loaded`
}

/** In the services of the demonstration; a step of the grid every two years; three in a hundred have left. */
async function insertPeople(sql: ReservedSql, { today }: Volume): Promise<void> {
  await sql`
    insert into personnel (
      id, matricule, last_name, first_names, sex, birth_date, birth_place, marital_status, children, national_id, work_email,
      phone, job_title, unit_id, grade, class, echelon, index_points, recruited_on, started_on, left_on, left_reason,
      fictitious, retirement_on)
    with services as (
      select array_agg(id order by id) as ids from units where kind = 'service'
    ), steps as (
      select
        g.grade, g.class, g.echelon, g.points,
        row_number() over (partition by g.grade order by c.rank, g.echelon) - 1 as step
      from index_grid g
      join grade_classes c on c.code = g.class
      where g.valid_from = (select max(valid_from) from index_grid where valid_from <= ${today})
    )
    select
      l.id, lpad((l.n::bigint * 7919 % 1000000)::text, 6, '0') || 'Z', l.last_name, l.first_names, l.sex, l.birth_date, 'Abidjan',
      'marie', l.n % 4, 'CI' || lpad(l.n::text, 9, '0'), 'agent' || l.n || '@mppeep.example',
      '+2250700' || lpad((l.n % 1000000)::text, 6, '0'), 'Agent', services.ids[1 + floor(l.unit * cardinality(services.ids))],
      l.grade, steps.class, steps.echelon, steps.points, l.recruited_on, l.recruited_on,
      case when l.leaving < 0.03 then greatest(l.recruited_on, ${today}::date - (l.leaving * 18000)::int) end,
      case when l.leaving < 0.03 then 'Mutation' end,
      true, make_date(extract(year from l.birth_date)::int + limits.age, 12, 31)
    from loaded l
    cross join services
    join steps on steps.grade = l.grade and steps.step = least((${today}::date - l.recruited_on) / 730, 12)
    join retirement_limits limits on limits.grade = l.grade
    where limits.valid_from = (
      select max(valid_from) from retirement_limits where grade = l.grade and valid_from <= ${today})
    order by l.n`
}

async function insertWords(sql: ReservedSql): Promise<void> {
  await sql`
    insert into personnel_words (word, name_key, person_id)
    select word, name_key, person_id
    from personnel_words_wanted
    where person_id in (select id from loaded)
    order by word collate "C", name_key, person_id`
}

/** Each person's period of three years is cut into as many parts as there are absences: one in each, so that none overlap. */
async function insertAbsences(sql: ReservedSql, { people, absences, today }: Volume): Promise<void> {
  const parts = Math.ceil(absences / people)
  await sql`
    insert into absences (person_id, type, starts_on, ends_on)
    with chance as materialized (
      select
        n % ${people}::int + 1 as person, n / ${people}::int as part, random() as start, random() as length,
        (${hundredths(types)}::text[])[1 + floor(random() * 100)] as type
      from generate_series(0, ${absences}::int - 1) as n
    ), sized as (
      select
        chance.*, ${Math.floor(1_125 / parts)}::int as room,
        case type when 'conge_annuel' then 10 + (length * 20)::int when 'maladie' then 2 + (length * 12)::int else 1 + (length * 3)::int end as days
      from chance
    ), placed as (
      select sized.*, ${today}::date + 30 - (part + 1) * room + floor(start * greatest(room - days, 0))::int as starts_on
      from sized
    )
    select l.id, placed.type, placed.starts_on, placed.starts_on + least(placed.days, placed.room) - 1
    from placed
    join loaded l on l.n = placed.person
    order by l.n, placed.part`
}

async function insertAbsenceTotals(sql: ReservedSql): Promise<void> {
  await sql`
    insert into absence_totals (person_id, year, days)
    select
      a.person_id, y.year,
      sum(absence_days(t.counting, greatest(a.starts_on, make_date(y.year, 1, 1)), least(a.ends_on, make_date(y.year, 12, 31))))
    from absences a
    join absence_types t on t.code = a.type
    cross join lateral generate_series(extract(year from a.starts_on)::int, extract(year from a.ends_on)::int) as y (year)
    where a.person_id in (select id from loaded)
    group by a.person_id, y.year`
}

/** One a year, back from this year; this year's are under way. */
async function insertEvaluations(sql: ReservedSql, { people, evaluations, today }: Volume): Promise<void> {
  await sql`
    insert into evaluations (person_id, year, technical, organisation, initiative, diligence, relations, state, final_mark)
    with chance as materialized (
      select
        n % ${people}::int + 1 as person, n / ${people}::int as ago, 9 + 8 * random() as worth,
        2 * random() as technical, 2 * random() as organisation, 2 * random() as initiative, 2 * random() as diligence,
        2 * random() as relations, random() as state
      from generate_series(0, ${evaluations}::int - 1) as n
    ), marked as (
      select
        person, extract(year from ${today}::date)::int - ago as year,
        round((worth + technical)::numeric, 1) as technical, round((worth + organisation)::numeric, 1) as organisation,
        round((worth + initiative)::numeric, 1) as initiative, round((worth + diligence)::numeric, 1) as diligence,
        round((worth + relations)::numeric, 1) as relations,
        case when state < 0.005 then 'contestee' when ago > 0 or state > 0.6 then 'validee' when state > 0.3 then 'transmise' else 'brouillon' end as state
      from chance
    )
    select
      l.id, m.year, m.technical, m.organisation, m.initiative, m.diligence, m.relations, m.state,
      round(
        (m.technical * w.technical + m.organisation * w.organisation + m.initiative * w.initiative + m.diligence * w.diligence + m.relations * w.relations)
          / (w.technical + w.organisation + w.initiative + w.diligence + w.relations), 2)
    from marked m
    join loaded l on l.n = m.person
    cross join lateral (
      select * from evaluation_weights where valid_from <= make_date(m.year, 12, 31) order by valid_from desc limit 1
    ) w
    order by l.n, m.year`
}

async function insertEvaluationTotals(sql: ReservedSql): Promise<void> {
  await sql`
    insert into evaluation_totals (person_id, marks, average)
    select person_id, count(*), round(avg(final_mark), 2)
    from evaluations
    where person_id in (select id from loaded) and state in ('validee', 'arbitree')
    group by person_id`
}

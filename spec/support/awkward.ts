import type { Sql } from 'postgres'

/** Birthdays, departures, retirements, absences and marks that fall just before, on and after the days counted on. */
export async function addAwkwardPeople(sql: Sql, today: string): Promise<void> {
  const births = [
    '2001-12-31',
    '2002-01-01',
    '2002-01-02',
    '2004-02-28',
    '2004-02-29',
    '2003-02-28',
    '2003-03-01',
    '1966-06-01',
    '1961-11-22',
    '1961-11-23',
    '1967-01-01',
  ]
  const spans = [
    ['2026-11-23', null],
    ['2026-12-31', null],
    ['2027-01-01', null],
    ['2025-11-22', '2026-11-22'],
    ['2025-11-23', '2026-11-23'],
    ['2024-03-01', '2026-12-31'],
    ['2024-03-01', '2027-01-01'],
    ['2027-02-28', null],
    ['2028-02-29', null],
    [today, today],
  ]
  const [dsi] = await sql<[{ id: string }]>`select id from units where code = 'DSI-RESEAUX'`
  const [root] = await sql<[{ id: string }]>`select id from units where parent_id is null`
  const rows = [
    ...births.map((birth) => ({ birth, from: '2024-03-01', to: null as string | null })),
    ...spans.map(([from, to]) => ({ birth: '1990-02-28', from: from!, to: to ?? null })),
  ]
  const ids: string[] = []
  for (const [rank, { birth, from, to }] of rows.entries()) {
    const [row] = await sql<[{ id: string }]>`
      insert into personnel (matricule, last_name, first_names, sex, birth_date, unit_id, grade, class, echelon, index_points, recruited_on, started_on, left_on, left_reason, fictitious)
      values (${`9800${String(rank).padStart(2, '0')}Z`}, 'TAPÉ', 'Essai', ${rank % 2 ? 'F' : 'M'}, ${birth}, ${rank % 4 === 3 ? root.id : dsi.id}, 'B1', 'deuxieme', 1, 870, ${from}, ${from}, ${to}, ${to && 'Démission'}, ${rank % 5 > 0})
      returning id`
    ids.push(row.id)
  }
  const stays: [number, string, string, string][] = [
    [0, 'maladie', today, today],
    [1, 'conge_annuel', '2026-11-16', '2026-11-16'],
    [1, 'formation', '2026-11-22', '2026-11-23'],
    [2, 'mission', '2026-11-22', '2026-11-22'],
    [4, 'maternite', '2026-11-23', '2027-03-01'],
    [14, 'permission', '2026-11-20', '2026-11-24'],
    [5, 'permission', '2026-12-28', '2026-12-31'],
    [6, 'paternite', '2028-02-29', '2028-03-05'],
  ]
  for (const [rank, type, from, to] of stays) {
    await sql`insert into absences (person_id, type, starts_on, ends_on) values (${ids[rank]!}, ${type}, ${from}, ${to})`
  }
  await sql`insert into absences (person_id, type, starts_on, ends_on, cancelled_at) values (${ids[8]!}, 'mission', ${today}, ${today}, now())`
  for (const [rank, state] of [
    [0, 'validee'],
    [1, 'contestee'],
    [15, 'validee'],
    [20, 'validee'],
  ] as const) {
    for (const year of [2025, 2026]) {
      await sql`
        insert into evaluations (person_id, year, technical, organisation, initiative, diligence, relations, state)
        values (${ids[rank]!}, ${year}, 11, 12.5, 13, 9, 17.25, ${state})`
    }
  }
}

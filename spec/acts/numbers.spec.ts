import { expect, it } from 'vitest'
import { TwoSites } from '../support/two-sites'
import { produce } from './hand'

const sites = new TwoSites()

it('a hundred acts asked for at once of two processes are numbered from 1 to 100, each once', {
  timeout: 150_000,
  retry: 0,
}, async () => {
  const there = await sites.there.as('drh')
  const people = await sites.here.sql<{ id: string }[]>`
    select id from personnel where left_on is null and started_on <= current_date order by id limit 50`
  const asked = Array.from({ length: 100 }, (_, at) => produce(at % 2 === 0 ? sites.rh : there, people[at % 50]!.id))
  const answers = await Promise.all(asked)
  expect(answers.filter(({ status }) => status !== 303).map(({ status }) => status)).toEqual([])
  const numbers = await sites.here.sql<{ number: number }[]>`select number from acts order by number`
  expect(numbers.map(({ number }) => number)).toEqual(Array.from({ length: 100 }, (_, at) => at + 1))
  const [is] = await sites.here.sql`
    select count(distinct code)::int as codes, count(distinct document_id)::int as papers,
      (select count(*)::int from activities where event = 'acts.produced') as lines
    from acts`
  expect(is).toEqual({ codes: 100, papers: 100, lines: 100 })
})

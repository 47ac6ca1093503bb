import type { z } from 'zod'
import type { User } from '../../actor'
import { forecast, forecastQuery } from '../../career/career'
import type { Retiring } from '../../career/forecast'
import { listSource } from '../source'

type Input = z.output<typeof forecastQuery>

/** Who reaches the age limit, in figures: by year, direction and grade. */
export const retirementList = listSource<Input, Retiring>({
  name: 'retraites',
  schema: forecastQuery,
  actions: ['personnel.list', 'personnel.export'],
  isMuch: async () => false,
  count: async (actor, input) => (await retiring(actor, input)).length,
  async *rows(actor, input) {
    yield* await retiring(actor, input)
  },
  columns: () => [
    { header: 'Année', numeric: true, year: true, cell: ({ year }) => year },
    { header: 'Direction', cell: ({ name }) => name },
    { header: 'Grade', cell: ({ grade }) => grade },
    { header: 'Départs', numeric: true, cell: ({ people }) => people },
    { header: 'Date dépassée', cell: ({ past }) => (past ? 'Oui' : 'Non') },
  ],
})

async function retiring(actor: User, { unite, grade }: Input): Promise<Retiring[]> {
  const { rows } = await forecast(actor)
  return rows
    .filter((row) => (!unite || row.code === unite) && (!grade || row.grade === grade))
    .sort((one, other) => one.year - other.year)
}

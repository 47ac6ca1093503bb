import type { z } from 'zod'
import { unitKinds } from '../../lib/unit-kinds'
import { listVacancies, vacancySchema } from '../../organisation/organisation'
import type { Vacancy } from '../../organisation/tree'
import { listSource, walked } from '../source'

/** The posts that nobody holds: nothing about anybody. */
export const vacancyList = listSource<z.output<typeof vacancySchema>, Vacancy>({
  name: 'postes-vacants',
  schema: vacancySchema,
  actions: ['organisation.read'],
  isMuch: async () => false,
  count: async () => (await page(null, 1)).total,
  rows: () => walked((apres) => page(apres, 1_000)),
  columns: () => [
    { header: 'Code', cell: ({ code }) => code },
    { header: 'Unité', cell: ({ name }) => name },
    { header: 'Nature', cell: ({ kind }) => unitKinds[kind] },
    { header: 'Rattachée à', cell: ({ parentName }) => parentName },
  ],
})

function page(apres: string | null, limit: number) {
  return listVacancies({ apres, avant: null, fin: null }, limit)
}

import type { Person, UnitView } from '../../src/organisation/view'
import { Button, LinkButton } from '../ui/button'
import { EmptyState } from '../ui/empty'
import { PageHead } from '../ui/page-head'
import { PersonSearch } from '../ui/person-search'
import { Table } from '../ui/table'
import { errorOf, type Refusal, Refused, unitHref } from './words'

export type ChiefPageProps = Refusal & {
  unit: UnitView
  chosen: Person | null
  found: Person[]
  /** Whether there are others, who are not shown. */
  more: boolean
  q: string | null
}

/** Who is to be at the head of a unit: somebody is looked for, then named. */
export function ChiefPage({ unit, chosen, found, more, q, refusal, ...refused }: ChiefPageProps) {
  // whoever was chosen is looked for again: that is where it is said
  const errors = refused.errors?.map(({ field, message }) => ({ field: field === 'person' ? 'q' : field, message }))
  const here = unitHref(unit.code, '/chef')
  return (
    <>
      <PageHead
        title={unit.name}
        lead={unit.chief ? `Chef\u202f: ${unit.chief.name}` : 'Poste vacant'}
        back={{ href: unitHref(unit.code), label: 'Retour à l’unité' }}
      />
      <Refused errors={errors} refusal={refusal} />
      {chosen ? (
        <Chosen unit={unit} chosen={chosen} here={here} />
      ) : (
        <Search here={here} q={q} found={found} more={more} errors={errors} />
      )}
      {unit.chief && !chosen && (
        <form method="post" action={`${here}?_method=DELETE`}>
          <Button kind="danger">Rendre le poste vacant</Button>
        </form>
      )}
    </>
  )
}

function Chosen({ unit, chosen, here }: { unit: UnitView; chosen: Person; here: string }) {
  return (
    <form class="form" method="post" action={`${here}?_method=PUT`}>
      <input type="hidden" name="person" value={chosen.id} />
      <input type="hidden" name="version" value={String(unit.version)} />
      <p>
        <strong>{chosen.name}</strong>, {[chosen.matricule, chosen.jobTitle, chosen.unit].filter(Boolean).join(', ')}
      </p>
      <p>
        Cette personne en est prévenue{unit.chief && `, ainsi que ${unit.chief.name}, qui n’est plus à ce poste`}. Ce
        qu’un compte peut lire dépend de ses rôles, que donne l’administration technique.
      </p>
      <div class="actions">
        <Button kind="primary">Nommer à la tête de l’unité</Button>
        <LinkButton href={here}>Choisir quelqu’un d’autre</LinkButton>
      </div>
    </form>
  )
}

type SearchProps = { here: string } & Pick<ChiefPageProps, 'q' | 'found' | 'more' | 'errors'>

function Search({ here, q, found, more, errors }: SearchProps) {
  return (
    <>
      <PersonSearch here={here} q={q} error={errorOf(errors, 'q')} />
      {q && found.length === 0 && (
        <EmptyState title="Personne ne correspond." hint="Seules les personnes en activité peuvent être nommées." />
      )}
      {found.length > 0 && (
        <Table
          caption="Personnes trouvées"
          captionShown
          rows={found}
          columns={[
            { label: 'Nom', cell: ({ id, name }) => ({ text: name, href: `${here}?personne=${id}` }) },
            { label: 'Matricule', cell: ({ matricule }) => matricule },
            { label: 'Fonction', cell: ({ jobTitle }) => jobTitle },
            { label: 'Unité', cell: ({ unit }) => unit },
          ]}
        />
      )}
      {more && <p>Il y en a d’autres&#8239;: précisez le nom.</p>}
    </>
  )
}

import type { Proposed, Signatory } from '../../src/acts/signatory-queries'
import { day } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { errorOf, type Refusal, Refused } from '../organisation/words'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { controlOf, FieldNotes } from '../ui/control'
import { EmptyState } from '../ui/empty'
import { CheckField, DateField, TextField } from '../ui/field'
import { Help } from '../ui/help'
import { PageHead } from '../ui/page-head'
import { type Column, Table } from '../ui/table'

type Props = Refusal & {
  signatories: Signatory[]
  proposed: Proposed[]
  today: string
  /** The one whose end was asked for and refused: what was typed is theirs. */
  ending?: string | undefined
}

/** Who signs acts, and between which days. */
export function SignatoriesPage({ signatories, proposed, today, ending, refusal, ...refused }: Props) {
  const { typed = {}, errors } = ending ? {} : refused
  const end = ending
    ? { id: ending, typed: refused.typed?.endsOn, error: errorOf(refused.errors, 'endsOn') }
    : undefined
  const told = end?.error ? [{ field: endField(end.id), message: end.error }] : refused.errors
  return (
    <>
      <PageHead
        title="Signataires"
        lead={
          <>
            Sous un titre, une seule personne signe à la fois. Pendant un intérim, la personne qui remplace signe
            d’office, avec la mention «&#8239;p.i.&#8239;».
            <Help term="interim" />
          </>
        }
        back={{ href: path('/actes'), label: 'Actes' }}
      />
      <Refused errors={told} refusal={refusal} />
      {signatories.length === 0 ? (
        <EmptyState
          title="Aucun signataire."
          hint="Aucun acte ne peut être produit avant qu’un signataire soit désigné."
        />
      ) : (
        <Table caption="Signataires" rows={signatories} columns={columnsOn(today, end)} />
      )}
      <h2>Désigner un signataire</h2>
      {proposed.length > 0 && (
        <Table caption="Responsables des ressources humaines" captionShown rows={proposed} columns={proposedColumns} />
      )}
      <form class="form" method="post" action={path('/actes/signataires')}>
        <TextField
          name="matricule"
          label="Matricule"
          value={typed.matricule}
          maxlength={20}
          error={errorOf(errors, 'matricule')}
          required
        />
        <TextField
          name="title"
          label="Fonction, telle qu’elle s’imprime"
          value={typed.title}
          maxlength={160}
          help="Par exemple « La Directrice des Ressources humaines ». La mention « p.i. » s’ajoute d’elle-même."
          error={errorOf(errors, 'title')}
          required
        />
        <TextField
          name="place"
          label="Lieu de signature"
          value={typed.place ?? 'Abidjan'}
          maxlength={60}
          error={errorOf(errors, 'place')}
          required
        />
        <CheckField
          name="interim"
          label="Par intérim"
          checked={typed.interim === 'oui'}
          error={errorOf(errors, 'interim')}
        />
        <div class="pair">
          <DateField
            name="startsOn"
            label="À partir du"
            value={typed.startsOn ?? today}
            error={errorOf(errors, 'startsOn')}
            required
          />
          <DateField
            name="endsOn"
            label="Jusqu’au"
            value={typed.endsOn}
            help="Demandé pour un intérim."
            error={errorOf(errors, 'endsOn')}
          />
        </div>
        <div class="actions">
          <Button kind="primary">Désigner</Button>
        </div>
      </form>
    </>
  )
}

/** Each fills in the form below. */
const proposedColumns: Column<Proposed>[] = [
  {
    label: 'Responsable',
    cell: ({ id, name, matricule }) => ({ text: name, href: path(`/personnel/${id}`), note: matricule }),
  },
  { label: 'Fonction', cell: ({ title }) => title },
  {
    label: 'Action',
    cell: ({ matricule, title, name }) => (
      <a href={`${path('/actes/signataires')}?${new URLSearchParams({ matricule, title })}#champ-title`}>
        Choisir<span class="sr-only"> {name}</span>
      </a>
    ),
  },
]

type Ending = { id: string; typed: string | undefined; error: string | undefined }

function columnsOn(today: string, ending?: Ending): Column<Signatory>[] {
  return [
    {
      label: 'Signataire',
      cell: ({ personId, name, title, interim }) => ({
        text: name,
        href: path(`/personnel/${personId}`),
        note: interim ? `${title} p.i.` : title,
      }),
    },
    { label: 'Période', cell: ({ startsOn, endsOn }) => `du ${day(startsOn)}${endsOn ? ` au ${day(endsOn)}` : ''}` },
    { label: 'État', cell: (row) => <State {...row} today={today} /> },
    {
      label: 'Fin',
      cell: (row) =>
        isOver(row, today) ? null : <End {...row} today={today} refused={ending?.id === row.id ? ending : undefined} />,
    },
  ]
}

function isOver({ endsOn }: Signatory, today: string): boolean {
  return endsOn !== null && endsOn < today
}

function State({ today, ...row }: Signatory & { today: string }) {
  if (isOver(row, today)) return <Badge>Terminé</Badge>
  return row.startsOn > today ? <Badge>À venir</Badge> : <Badge tone="good">Signe</Badge>
}

type EndProps = Signatory & { today: string; refused: Ending | undefined }

function End({ id, name, endsOn, startsOn, today, refused }: EndProps) {
  const field = { name: endField(id), label: '', error: refused?.error }
  return (
    <form method="post" action={path(`/actes/signataires/${id}?_method=PUT`)} class="actions">
      <input
        type="date"
        {...controlOf(field)}
        name="endsOn"
        aria-label={`Dernier jour de signature de ${name}`}
        value={refused?.typed ?? endsOn ?? ''}
        min={startsOn > today ? startsOn : today}
        required
      />
      <Button>Fixer la fin</Button>
      <FieldNotes {...field} />
    </form>
  )
}

function endField(id: string): string {
  return `fin-${id}`
}

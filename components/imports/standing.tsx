import type { Import } from '../../src/imports/imports'
import type { LinesInput } from '../../src/imports/lines'
import { moment, number } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { Button, LinkButton } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { followingJobs } from '../ui/refreshing'
import { Deletion } from './deletion'
import { FaultList, type Faults } from './faults'
import { Outcome } from './outcome'
import { type People, PeopleOf } from './people'
import { home, hrefOf } from './words'

export type ImportPageProps = {
  found: Import
  asked: LinesInput
  faults: Faults | null
  people: People | null
  proved: boolean
  refused?: { errors: FieldError[]; refusal: string }
}

/** One import: how far its work is, then what it came to, and the lines behind each figure. */
export function ImportPage({ found, asked, faults, people, proved, refused }: ImportPageProps) {
  const { id, name, createdAt, state } = found
  const live = state === 'checking' || state === 'applying' || state === 'undoing'
  return (
    <>
      <PageHead
        title={name}
        lead={`Envoyé le ${moment(createdAt)}`}
        back={{ href: path(home), label: 'Importer des dossiers' }}
      />
      {refused && refused.errors.length === 0 && <Notice tone="attention">{refused.refusal}</Notice>}
      <ErrorSummary errors={refused?.errors ?? []} />
      <section class="stack" {...(live ? followingJobs('import', hrefOf(id), true) : { id: 'import' })}>
        <h2 class="sr-only">État</h2>
        {live ? <Working found={found} /> : <Outcome found={found} proved={proved} errors={refused?.errors ?? []} />}
        {faults && faults.faulty.length > 0 && <FaultList found={found} asked={asked} faults={faults} />}
        {people && <PeopleOf id={id} asked={asked} people={people} />}
        {state === 'checked' && <Deletion id={id} />}
      </section>
    </>
  )
}

const words = {
  checking: [
    'Vérification du fichier',
    'Rien n’est changé dans les dossiers pendant la vérification.',
    'Arrêter la vérification',
  ],
  applying: ['Application de l’import', 'Tout est enregistré ensemble, ou rien ne l’est.', 'Arrêter l’import'],
  undoing: ['Annulation de l’import', 'Tout est rétabli ensemble, ou rien ne l’est.', 'Arrêter l’annulation'],
} as const

function Working({ found: { id, state, job } }: { found: Import }) {
  const [doing, promise, stop] = words[state as keyof typeof words]
  return (
    <>
      <p>
        {job && job.total > 0 ? (
          <>
            <progress value={job.done} max={job.total} aria-label={doing} /> {number(job.done)}&nbsp;sur&nbsp;
            {number(job.total)} lignes
          </>
        ) : (
          'En attente. Le travail commence dans un instant.'
        )}
      </p>
      {job?.state === 'waiting' && job.done > 0 && (
        <Notice>Un empêchement est survenu&#8239;: un nouvel essai suit.</Notice>
      )}
      <p>{promise} Vous pouvez quitter cette page&#8239;: une notification vous prévient à la fin.</p>
      <form class="actions" method="post" action={`${hrefOf(id)}/travail?_method=DELETE`}>
        <noscript>
          <LinkButton href={hrefOf(id)}>Actualiser</LinkButton>
        </noscript>
        <Button icon="close">{stop}</Button>
      </form>
    </>
  )
}

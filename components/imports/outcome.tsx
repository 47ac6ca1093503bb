import type { Import } from '../../src/imports/imports'
import { count, moment, number } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { ProofField } from '../auth/proof-field'
import { Button, LinkButton } from '../ui/button'
import { CheckField } from '../ui/field'
import { FigureCard } from '../ui/figure-card'
import { Notice } from '../ui/notice'
import { home, hrefOf, linesOf } from './words'

type Props = { found: Import; proved: boolean; errors: FieldError[] }

/** What the check has found, or what was done; each figure leads to its lines as long as they are kept. */
export function Outcome(props: Props) {
  const { found } = props
  if (found.state === 'draft')
    return (
      <>
        <Notice>Ce fichier n’est plus conservé. Envoyez-le de nouveau pour l’importer.</Notice>
        <div class="actions">
          <LinkButton href={path(home)}>Envoyer un fichier</LinkButton>
        </div>
      </>
    )
  if (found.state === 'checked') return <Checked {...props} />
  return (
    <>
      <Done found={found} />
      <Figures found={found} />
      {found.state === 'applied' && (
        <>
          <Undoing found={found} />
          {found.file && (found.counts.wrong ?? 0) > 0 && (
            <div class="actions">
              <Annotated id={found.id} />
            </div>
          )}
        </>
      )}
    </>
  )
}

function Annotated({ id }: { id: string }) {
  return (
    <LinkButton icon="download" href={`${hrefOf(id)}/messages`}>
      Télécharger avec les messages
    </LinkButton>
  )
}

function Figures({ found: { id, counts, file, state } }: { found: Import }) {
  const { create = 0, update = 0, same = 0, wrong = 0, fields = 0, kept = 0 } = counts
  const to = (lignes: string | null) => (file ? hrefOf(id, { lignes }) : hrefOf(id))
  const past = state !== 'checked'
  return (
    <div class="figures">
      <FigureCard label={past ? 'Dossiers créés' : 'Dossiers à créer'} value={number(create)} href={to('creer')} />
      <FigureCard
        label={past ? 'Dossiers modifiés' : 'Dossiers à modifier'}
        value={number(update)}
        href={to('modifier')}
        note={update > 0 ? count(fields, 'champ change', 'champs changent') : undefined}
      />
      <FigureCard label="Sans changement" value={number(same)} href={to('inchangees')} />
      <FigureCard
        label={past ? 'Laissées de côté' : 'En erreur'}
        value={number(wrong)}
        href={to(null)}
        tone={wrong > 0 ? 'attention' : 'neutral'}
      />
      {state === 'undone' && <FigureCard label="Dossiers conservés" value={number(kept)} href={to('gardees')} />}
    </div>
  )
}

function Checked({ found, proved, errors }: Props) {
  const { id, counts, job } = found
  const { lines = 0, create = 0, update = 0, wrong = 0, stale = 0 } = counts
  const changes = create + update
  return (
    <>
      {stale > 0 ? (
        <Notice tone="attention" title="Rien n’a été appliqué." announced>
          {count(stale, 'dossier a changé', 'dossiers ont changé')} depuis la vérification.{' '}
          <a href={hrefOf(id, { lignes: 'gardees' })}>Voir lesquels</a>, puis vérifiez de nouveau le fichier.
        </Notice>
      ) : (
        job?.state === 'dead' && (
          <Notice tone="loss" title={'L’import n’a pas pu être appliqué\u202f: rien n’est changé.'} announced>
            {job.reason}
          </Notice>
        )
      )}
      <Notice tone={wrong > 0 ? 'attention' : 'good'} title={`${linesOf(lines)} vérifiées.`} announced>
        {wrong === 0
          ? 'Aucune erreur. Rien n’est encore enregistré.'
          : `${count(wrong, 'ligne est', 'lignes sont')} en erreur. Corrigez le fichier, ou appliquez les autres lignes seulement.`}
      </Notice>
      <Figures found={found} />
      <div class="actions">
        {wrong > 0 && <Annotated id={id} />}
        <LinkButton href={`${hrefOf(id)}/colonnes`}>Revoir les colonnes</LinkButton>
      </div>
      {changes > 0 && stale === 0 && (
        <form class="form short" method="post" action={`${hrefOf(id)}/application?_method=PUT`}>
          {wrong > 0 && (
            <CheckField
              name="partiel"
              label="Appliquer les lignes sans erreur seulement"
              error={errors.find(({ field }) => field === 'partiel')?.message}
            />
          )}
          <ProofField proved={proved} errors={errors} />
          <div class="actions">
            <Button kind="primary">{`Appliquer à ${count(changes, 'dossier', 'dossiers')}`}</Button>
          </div>
        </form>
      )}
      {changes === 0 && <p>Ce fichier ne change aucun dossier.</p>}
    </>
  )
}

function Done({ found: { state, appliedAt, counts, file } }: { found: Import }) {
  const { removed = 0, restored = 0, kept = 0 } = counts
  const gone = file === null ? ' Le détail des lignes n’est plus conservé.' : ''
  if (state === 'applied')
    return (
      <Notice tone="good" title="L’import est appliqué." announced>
        {appliedAt && `Le ${moment(appliedAt)}.`}
        {gone}
      </Notice>
    )
  return (
    <Notice title="L’import est annulé." announced>
      {removed > 0 && `${count(removed, 'dossier créé est retiré', 'dossiers créés sont retirés')}. `}
      {restored > 0 && `${count(restored, 'dossier est rétabli', 'dossiers sont rétablis')} comme avant. `}
      {kept > 0 && `${count(kept, 'dossier est conservé', 'dossiers sont conservés')}, car on y a touché depuis.`}
      {gone}
    </Notice>
  )
}

function Undoing({ found: { id, file, keptUntil } }: { found: Import }) {
  if (file === null || keptUntil <= new Date()) return <p>Cet import ne peut plus être annulé.</p>
  return (
    <>
      <p>
        Jusqu’au {moment(keptUntil)}, cet import peut être annulé&#8239;: les dossiers créés auxquels personne n’a
        touché sont retirés, les dossiers modifiés redeviennent ce qu’ils étaient. Ce qui a changé depuis reste tel
        quel.
      </p>
      <form class="actions" method="post" action={`${hrefOf(id)}/application?_method=DELETE`}>
        <Button kind="danger">Annuler l’import</Button>
      </form>
    </>
  )
}

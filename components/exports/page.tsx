import type { Found } from '../../src/exports/exports'
import { exportables, exportsHome, formatNames } from '../../src/lib/exportables'
import { count, moment, number } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { bytes } from '../../src/lib/quantities'
import { Button, LinkButton } from '../ui/button'
import { DefinitionList } from '../ui/definition-list'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { followingJobs } from '../ui/refreshing'
import { definitionsOf, type Names, offerHref, placeHref } from './words'

type Props = { found: Found }

/** One export: how far it is as long as it is being made, then the file for as long as it is kept. */
export function ExportPage({ found, names }: Props & { names: Names }) {
  const { list, format, asked, at } = found
  const back = list === 'dossier' ? 'Retour au dossier' : 'Retour à la liste'
  return (
    <>
      <PageHead
        title={list === 'personnel' ? 'Export du personnel' : `Export\u202f: ${exportables[list].title}`}
        lead={`Fichier ${formatNames[format]}, demandé le ${moment(at)}`}
        back={{ href: placeHref(list, asked), label: back }}
      />
      <DefinitionList items={definitionsOf(list, asked, names)} />
      <Standing found={found} />
    </>
  )
}

/** Asked for again as long as it is being made and has come further; without scripts there is a link that does. */
function Standing({ found }: Props) {
  const { id, list, state, ready } = found
  const href = path(`${exportsHome(list)}/${id}`)
  const live = !ready && (state === 'waiting' || state === 'running')
  return (
    <section class="stack" {...(live ? followingJobs('export', href, true) : { id: 'export' })}>
      <h2 class="sr-only">État</h2>
      {live ? <Making found={found} href={href} /> : <Over found={found} href={href} />}
    </section>
  )
}

function Making({ found: { list, done, total }, href }: Props & { href: string }) {
  const { one, many } = exportables[list]
  return (
    <>
      <p>
        {total > 0 ? (
          <>
            <progress value={done} max={total} aria-label="Préparation du fichier" /> {number(done)}&nbsp;sur&nbsp;
            {count(total, one, many)}
          </>
        ) : (
          'En attente. La préparation commence dans un instant.'
        )}
      </p>
      <p>Vous pouvez quitter cette page&#8239;: une notification vous prévient dès que le fichier est prêt.</p>
      <form class="actions" method="post" action={`${href}/annulation`}>
        <noscript>
          <LinkButton href={href}>Actualiser</LinkButton>
        </noscript>
        <Button icon="close">Annuler l’export</Button>
      </form>
    </>
  )
}

function Over({ found, href }: Props & { href: string }) {
  const { state, ready, asked, format, list } = found
  if (ready && !ready.expired) return <Ready found={found} ready={ready} href={href} />
  return (
    <>
      {ready ? (
        <Notice>
          Ce fichier était conservé jusqu’au {moment(ready.keptUntil)}&#8239;: il est maintenant supprimé.
        </Notice>
      ) : state === 'cancelled' ? (
        <Notice title="L’export est annulé." announced>
          Rien n’en est conservé.
        </Notice>
      ) : (
        <Notice tone="loss" title="Le fichier n’a pas pu être préparé." announced>
          Vous pouvez le demander de nouveau.
        </Notice>
      )}
      <div class="actions">
        <LinkButton href={offerHref(list, asked, format)}>Demander de nouveau</LinkButton>
      </div>
    </>
  )
}

function Ready({ found, ready, href }: Props & { ready: NonNullable<Found['ready']>; href: string }) {
  const { one, many } = exportables[found.list]
  return (
    <>
      <Notice tone="good" title="Le fichier est prêt." announced>
        {count(ready.total, one, many)}, {bytes(ready.bytes)}. Il est conservé pour vous jusqu’au{' '}
        {moment(ready.keptUntil)}.
      </Notice>
      <div class="actions">
        <LinkButton kind="primary" icon="download" href={`${href}/fichier`}>
          Télécharger
        </LinkButton>
      </div>
    </>
  )
}

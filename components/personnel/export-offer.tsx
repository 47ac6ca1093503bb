import { count } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { Button, LinkButton } from '../ui/button'
import { DefinitionList } from '../ui/definition-list'
import { PageHead } from '../ui/page-head'
import { type Asked, definitionsOf, formatNames, listHref, type Units } from './export-asked'

export type ExportOfferProps = { format: keyof typeof formatNames; asked: Asked; people: number; units: Units }

/** A list too long to be waited for, and the button that has it made. */
export function ExportOffer({ format, asked, people, units }: ExportOfferProps) {
  const back = listHref(asked)
  return (
    <>
      <PageHead
        title="Exporter le personnel"
        lead={`${count(people, 'personne', 'personnes')}, fichier ${formatNames[format]}`}
        back={{ href: back, label: 'Retour à la liste' }}
      />
      <DefinitionList items={definitionsOf(asked, units)} />
      <p>
        Cette liste est longue&#8239;: le fichier est préparé à part. Vous pouvez quitter la page pendant ce
        temps&#8239;; une notification vous prévient dès qu’il est prêt. Il est conservé 24&nbsp;heures, et personne
        d’autre ne peut le télécharger.
      </p>
      <form method="post" action={path('/personnel/exports')}>
        {Object.entries({ ...asked, format }).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <div class="actions">
          <Button kind="primary" icon="document">
            Préparer le fichier
          </Button>
          <LinkButton href={back}>Annuler</LinkButton>
        </div>
      </form>
    </>
  )
}

import { count, day } from '../../src/lib/french'
import { isoToday } from '../../src/lib/today'
import type { UnitView, Uses } from '../../src/organisation/view'
import { Button, LinkButton } from '../ui/button'
import { DateField } from '../ui/field'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { errorOf, peopleHref, type Refusal, Refused, unitHref } from './words'

/** The end of a unit: closed when it has served, removed when it never has; and back again after a mistake. */
export function ClosingPage({ unit, uses, typed, ...refused }: Refusal & { unit: UnitView; uses: Uses }) {
  const home = unitHref(unit.code)
  const here = `${home}/fermeture`
  return (
    <>
      <PageHead title={unit.name} lead="Fermeture" back={{ href: home, label: 'Retour à l’unité' }} />
      <Refused {...refused} />
      {unit.closedOn ? (
        <form class="form" method="post" action={`${here}?_method=DELETE`}>
          <p>Fermée le {day(unit.closedOn)}. Rouverte, elle reprend sa place, sans chef ni personne.</p>
          <Ends label="Rouvrir l’unité" kind="primary" home={home} />
        </form>
      ) : uses.people + uses.units > 0 ? (
        <InUse unit={unit} uses={uses} />
      ) : (
        <>
          <form class="form" method="post" action={`${here}?_method=PUT`}>
            <p>Elle n’est plus proposée nulle part, et reste nommée là où elle a servi.</p>
            <input type="hidden" name="version" value={typed?.version ?? String(unit.version)} />
            <DateField
              name="closedOn"
              label="Fermée le"
              value={typed?.closedOn ?? isoToday()}
              max={isoToday()}
              error={errorOf(refused.errors, 'closedOn')}
              required
            />
            <Ends label="Fermer l’unité" kind="danger" home={home} />
          </form>
          {uses.ever === 0 && (
            <form class="form" method="post" action={`${home}?_method=DELETE`}>
              <p>Elle n’a jamais servi&#8239;: créée par erreur, elle peut être supprimée.</p>
              <Ends label="Supprimer l’unité" kind="danger" home={home} />
            </form>
          )}
        </>
      )}
    </>
  )
}

function Ends({ label, kind, home }: { label: string; kind: 'primary' | 'danger'; home: string }) {
  return (
    <div class="actions">
      <Button kind={kind}>{label}</Button>
      <LinkButton href={home}>Annuler</LinkButton>
    </div>
  )
}

function InUse({ unit, uses }: { unit: UnitView; uses: Uses }) {
  return (
    <Notice tone="attention" title="Cette unité sert encore">
      {uses.people > 0 && (
        <p>
          <a href={peopleHref(unit.code, true)}>{count(uses.people, 'personne', 'personnes')}</a> à affecter ailleurs.
        </p>
      )}
      {uses.units > 0 && (
        <p>
          <a href={unitHref(unit.code)}>{count(uses.units, 'unité rattachée', 'unités rattachées')}</a> à déplacer.
        </p>
      )}
      <p>
        Pour tout porter ailleurs en une fois, <a href={unitHref(unit.code, '/fusion')}>fusionnez-la</a>.
      </p>
    </Notice>
  )
}

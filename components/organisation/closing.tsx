import { count, day } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { isoToday } from '../../src/lib/today'
import type { Coming, UnitView, Uses } from '../../src/organisation/view'
import { Button, LinkButton } from '../ui/button'
import { DateField } from '../ui/field'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { endWords, fieldOf, peopleHref, type Refusal, Refused, unitHref } from './words'

type Standing = { unit: UnitView; uses: Uses; coming: Coming[] }

/** The end of a unit: closed when it has served, removed when it never has; and back again after a mistake. */
export function ClosingPage({ unit, uses, coming, typed, ...refused }: Refusal & Standing) {
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
      ) : (
        <>
          {unit.end && <Decided unit={unit} end={unit.end} />}
          {uses.people + uses.coming + uses.units > 0 && <InUse unit={unit} uses={uses} coming={coming} />}
          <form class="form" method="post" action={`${here}?_method=PUT`}>
            <p>Elle n’est plus proposée nulle part, et reste nommée là où elle a servi.</p>
            <input type="hidden" name="version" value={typed?.version ?? String(unit.version)} />
            <DateField
              {...fieldOf('closedOn', typed?.closedOn ?? isoToday(), refused.errors)}
              help="Un jour à venir : elle est alors fermée d’elle-même, si plus rien ne s’y oppose."
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

function Decided({ unit, end }: { unit: UnitView; end: NonNullable<UnitView['end']> }) {
  return (
    <form class="form" method="post" action={`${unitHref(unit.code)}/fin?_method=DELETE`}>
      <Notice tone={end.obstacle ? 'attention' : undefined} title={endWords(end)}>
        {end.obstacle && <p>{`${end.obstacle} Un nouvel essai a lieu chaque heure.`}</p>}
      </Notice>
      <div class="actions">
        <Button>Renoncer</Button>
      </div>
    </form>
  )
}

function InUse({ unit, uses, coming }: Standing) {
  return (
    <Notice tone="attention" title="Cette unité sert encore">
      {uses.people > 0 && (
        <p>
          <a href={peopleHref(unit.code, true)}>{count(uses.people, 'personne', 'personnes')}</a> à affecter ailleurs.
        </p>
      )}
      {uses.coming > 0 && (
        <>
          <p>
            {count(uses.coming, 'affectation à venir y mène', 'affectations à venir y mènent')}, à corriger d’abord.
          </p>
          <ul>
            {coming.map(({ id, name, effectiveOn }) => (
              <li>
                <a href={path(`/personnel/${id}?onglet=carriere`)}>{name}</a>, le {day(effectiveOn)}
              </li>
            ))}
          </ul>
        </>
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

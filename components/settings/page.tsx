import { moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { FieldError, Problem } from '../../src/lib/problems'
import type { FilledSection } from '../../src/settings/standing'
import { authLabels } from '../auth/labels'
import { ProofField } from '../auth/proof-field'
import { Button, LinkButton } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'
import { PageHead } from '../ui/page-head'
import { Tabs } from '../ui/tabs'
import { SettingField } from './field'
import { settingLabels } from './labels'
import { LogoForm } from './logo-form'
import { Meanwhile } from './meanwhile'

type SettingsPageProps = FilledSection & {
  tabs: { name: string; label: string }[]
  write: boolean
  /** Whether the password has been given a moment ago. */
  proved: boolean
  errors: FieldError[]
  problem?: Problem
}

/** The settings of the house, a tab a form. */
export function SettingsPage({ tabs, meanwhile, ...section }: SettingsPageProps) {
  const { section: name, label, lead, errors } = section
  const here = path('/parametres')
  return (
    <>
      <PageHead title="Paramètres" lead={lastChange(section)}>
        <LinkButton icon="clock" href={`${here}/versions`}>
          Historique
        </LinkButton>
      </PageHead>
      <Tabs
        label="Rubriques"
        tabs={tabs.map((tab) => ({
          href: `${here}?rubrique=${tab.name}`,
          label: tab.label,
          current: tab.name === name,
        }))}
      />
      <h2>{label}</h2>
      <p>{lead}</p>
      {meanwhile ? (
        <Meanwhile {...meanwhile} />
      ) : (
        <ErrorSummary errors={errors} labels={{ ...settingLabels, ...authLabels }} />
      )}
      {name === 'logo' ? <LogoForm {...section} /> : <SectionForm {...section} />}
    </>
  )
}

type FormProps = Omit<SettingsPageProps, 'tabs' | 'meanwhile'>

function SectionForm({ section, version, fields, write, proved, errors }: FormProps) {
  const errorOf = (field: string) => errors.find((error) => error.field === field)?.message
  return (
    <form class="form" method="post" action={`${path(`/parametres/rubriques/${section}`)}?_method=PUT`}>
      <fieldset disabled={!write}>
        <legend class="sr-only">Valeurs</legend>
        <input type="hidden" name="version" value={version} />
        {fields.map((field) => (
          <SettingField field={field} error={errorOf(field.name)} />
        ))}
      </fieldset>
      {write && <ProofField proved={proved} errors={errors} />}
      {write && (
        <div class="actions">
          <Button kind="primary">Enregistrer</Button>
        </div>
      )}
    </form>
  )
}

function lastChange({ by, at }: Pick<FilledSection, 'by' | 'at'>): string {
  if (!at) return 'Rien n’a encore été modifié.'
  return `Dernière modification le ${moment(at)}${by ? ` par ${by}` : ''}.`
}

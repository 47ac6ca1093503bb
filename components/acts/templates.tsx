import type { Said } from '../../src/acts/rules'
import type { TemplateVersion } from '../../src/acts/template-queries'
import { type ActKind, actKindNames, actKinds } from '../../src/lib/act-kinds'
import { count, day, moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { errorOf, type Refusal, Refused } from '../organisation/words'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { DefinitionList } from '../ui/definition-list'
import { DateField, TextArea, TextField } from '../ui/field'
import { PageHead } from '../ui/page-head'
import { type Column, Table } from '../ui/table'
import { Tabs } from '../ui/tabs'
import { SaidText } from './said'

export type TemplateProps = Refusal & {
  kind: ActKind
  versions: TemplateVersion[]
  variables: { name: string; meaning: string }[]
  today: string
  /** What was written, filled in for somebody. */
  said?: Said[] | null
}

const place = (kind: ActKind, below = '') => path(`/actes/modeles/${kind}${below}`)

/** What a kind of act says: its last version to be written on, what it is filled in with, and the versions before. */
export function TemplatePage({ kind, versions, variables, today, said, typed = {}, errors, refusal }: TemplateProps) {
  const last = versions[0]!
  const inForce = versions.find(({ validFrom }) => validFrom <= today)?.version
  const earliest = last.validFrom > today ? last.validFrom : today
  return (
    <>
      <PageHead
        title="Modèles d’actes"
        lead="Un acte déjà produit garde la version de son modèle."
        back={{ href: path('/actes'), label: 'Actes' }}
      />
      <Tabs
        label="Modèles"
        tabs={actKindNames.map((name) => ({ label: actKinds[name].label, href: place(name), current: name === kind }))}
      />
      <Refused errors={errors} refusal={refusal} />
      <form class="form" method="post" action={place(kind)}>
        <input type="hidden" name="version" value={typed.version || String(last.version)} />
        <TextArea
          name="corps"
          label="Texte"
          value={typed.corps ?? last.body}
          rows={16}
          maxlength={4000}
          help="Une ligne vide sépare deux paragraphes. Une ligne « libellé | valeur » devient une ligne de tableau. Le titre, le numéro, la signature et le code de vérification sont ajoutés."
          error={errorOf(errors, 'corps')}
          required
        />
        <DateField
          name="des"
          label="En vigueur à partir du"
          value={typed.des || earliest}
          min={earliest}
          error={errorOf(errors, 'des')}
          required
        />
        <TextField
          name="personne"
          label="Matricule, pour l’aperçu"
          value={typed.personne}
          maxlength={20}
          error={errorOf(errors, 'personne')}
        />
        <div class="actions">
          <Button kind="primary">Enregistrer le modèle</Button>
          <Button formaction={place(kind, '/apercu#apercu')}>Aperçu</Button>
          <Button formaction={place(kind, '/apercu')} formtarget="_blank" name="forme" value="pdf">
            Aperçu en PDF<span class="sr-only"> (nouvel onglet)</span>
          </Button>
        </div>
      </form>
      {said && (
        <section aria-labelledby="apercu" class="stack">
          <h2 id="apercu">Aperçu</h2>
          <SaidText said={said} />
        </section>
      )}
      <h2>Variables</h2>
      <DefinitionList items={variables.map(({ name, meaning }) => ({ label: `{{${name}}}`, value: meaning }))} />
      <Table caption="Versions" captionShown rows={versions} columns={columnsOf(inForce)} />
    </>
  )
}

function columnsOf(inForce: number | undefined): Column<TemplateVersion>[] {
  return [
    {
      label: 'Version',
      cell: ({ version }) =>
        version === inForce ? (
          <>
            {version} <Badge tone="good">En vigueur</Badge>
          </>
        ) : (
          version
        ),
    },
    { label: 'À partir du', cell: ({ validFrom }) => day(validFrom) },
    { label: 'Écrite', cell: ({ madeAt, madeBy }) => `${moment(madeAt)}${madeBy ? `, par ${madeBy}` : ''}` },
    {
      label: 'Actes',
      numeric: true,
      cell: ({ acts, kind }) =>
        acts === 0 ? 0 : { text: count(acts, 'acte', 'actes'), href: path(`/actes?acte=${kind}`) },
    },
  ]
}

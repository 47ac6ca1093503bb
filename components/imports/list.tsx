import type { Import } from '../../src/imports/imports'
import { count, moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { Badge } from '../ui/badge'
import { Button, LinkButton } from '../ui/button'
import { controlOf, Field } from '../ui/control'
import { EmptyState } from '../ui/empty'
import { ErrorSummary } from '../ui/error-summary'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { Table } from '../ui/table'
import { UploadProgress } from '../ui/upload'
import { home, hrefOf, states } from './words'

export type ImportListProps = {
  rows: Import[]
  total: number
  next: string | null
  cle: string
  limitMb: number
  errors?: FieldError[]
  refusal?: string
}

/** Where a file is sent, and what became of those before. */
export function ImportList({ rows, total, next, cle, limitMb, errors = [], refusal }: ImportListProps) {
  const file = {
    name: 'fichier',
    label: 'Fichier CSV ou Excel (.xlsx)',
    help: `De ${limitMb}\u00a0Mo au plus, une personne par ligne. Glissez-le ici ou choisissez-le.`,
    error: errors.find(({ field }) => field === 'fichier')?.message,
    required: true,
  }
  return (
    <>
      <PageHead
        title="Importer des dossiers"
        lead={'Le fichier est d’abord vérifié ligne par ligne\u202f: rien n’est enregistré avant votre accord.'}
        back={{ href: path('/personnel'), label: 'Personnel' }}
      />
      {refusal && errors.length === 0 && <Notice tone="attention">{refusal}</Notice>}
      <ErrorSummary errors={errors} />
      <form class="form short" method="post" action={path(home)} enctype="multipart/form-data" data-guard="">
        <input type="hidden" name="cle" value={cle} />
        <Field {...file}>
          <input type="file" accept=".csv,.txt,.tsv,.xlsx" {...controlOf(file)} />
        </Field>
        <div class="actions">
          <Button kind="primary">Envoyer le fichier</Button>
        </div>
        <UploadProgress />
      </form>
      <section class="stack">
        <h2>Modèle à remplir</h2>
        <p>
          Les colonnes de ce fichier vide sont reconnues d’elles-mêmes. Un astérisque (*) marque celles qu’il faut pour
          créer un dossier&#8239;; pour en modifier un, le matricule suffit. La seconde feuille du modèle Excel,
          «&#8239;Valeurs admises&#8239;», dit ce que chaque colonne peut contenir.
        </p>
        <div class="actions">
          <LinkButton icon="download" href={path(`${home}/modele.xlsx`)}>
            Modèle Excel
          </LinkButton>
          <LinkButton icon="download" href={path(`${home}/modele.csv`)}>
            Modèle CSV
          </LinkButton>
        </div>
      </section>
      <section class="stack">
        <h2>Vos imports</h2>
        {total === 0 ? (
          <EmptyState title="Aucun import pour l’instant." />
        ) : (
          <>
            <Table
              caption="Vos imports, du plus récent au plus ancien"
              rows={rows}
              columns={[
                { label: 'Fichier', cell: ({ id, name }) => ({ text: name, href: hrefOf(id) }) },
                { label: 'Envoyé le', cell: ({ createdAt }) => moment(createdAt) },
                { label: 'Lignes', numeric: true, cell: ({ counts }) => counts.lines },
                { label: 'État', cell: ({ state }) => <Badge tone={states[state][1]}>{states[state][0]}</Badge> },
              ]}
            />
            <p>{count(total, 'import', 'imports')}</p>
            {next && (
              <div class="actions">
                <LinkButton href={path(`${home}?avant=${next}`)}>Plus anciens</LinkButton>
              </div>
            )}
          </>
        )}
      </section>
    </>
  )
}

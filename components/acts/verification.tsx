import type { Shown } from '../../src/acts/queries'
import { actNumber } from '../../src/lib/act-kinds'
import { day } from '../../src/lib/french'
import { organisation } from '../../src/lib/organisation'
import { path } from '../../src/lib/paths'
import { errorOf, type Refusal, Refused } from '../organisation/words'
import { Button } from '../ui/button'
import { DefinitionList } from '../ui/definition-list'
import { TextField } from '../ui/field'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { labelOf } from './words'

export type VerificationProps = Refusal & { code: string | null; act?: Shown | undefined }

/** For whoever holds a paper and wants to know whether the house made it: what the paper says, and nothing else. */
export function VerificationPage({ code, act, errors, refusal }: VerificationProps) {
  return (
    <div class="stack">
      <PageHead title="Vérifier un document" lead={organisation().name} />
      <Refused errors={errors} refusal={refusal} />
      {act && <Found act={act} />}
      {code && !act && !refusal && <Unknown />}
      <form class="form unprinted" method="get" action={path('/verifier')}>
        <TextField
          name="code"
          label="Code de vérification"
          value={act ? '' : code}
          maxlength={60}
          autocomplete="off"
          spellcheck={false}
          help="Douze lettres et chiffres, en bas du document, par exemple ABCD-EFGH-JKMN. Les tirets et les majuscules sont sans importance."
          error={errorOf(errors, 'code')}
          required
        />
        <div class="actions">
          <Button kind="primary">Vérifier</Button>
        </div>
      </form>
    </div>
  )
}

function Found({ act }: { act: Shown }) {
  return (
    <>
      {act.cancelledAt ? (
        <Notice tone="loss" title="Ce document est annulé." announced>
          Il a été produit par le ministère, puis annulé le {day(act.cancelledAt.toISOString())}. Il ne vaut plus rien.
        </Notice>
      ) : (
        <Notice tone="good" title="Ce document est authentique." announced>
          Comparez-le avec ce qui suit&#8239;: tout doit être identique.
        </Notice>
      )}
      <DefinitionList
        items={[
          { label: 'Document', value: labelOf(act) },
          { label: 'Numéro', value: actNumber(act, organisation().shortName) },
          { label: 'Fait le', value: day(act.madeOn) },
          { label: 'Nom et prénoms', value: act.person },
          { label: 'Matricule', value: act.matricule },
          { label: 'Signataire', value: `${act.signatory}, ${act.signatoryTitle}` },
        ]}
      />
    </>
  )
}

function Unknown() {
  return (
    <Notice tone="attention" title="Aucun document ne porte ce code." announced>
      <p>Relisez-le sur le papier&#8239;: il a douze signes, et jamais de 0, de 1, de I, de L, de O ni de U.</p>
      <p>S’il est bien recopié, ce document ne vient pas du ministère&#8239;: adressez-vous aux ressources humaines.</p>
    </Notice>
  )
}

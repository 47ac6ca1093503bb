import type { Said } from '../../src/acts/rules'
import { typeset } from '../../src/lib/typography'
import { DefinitionList } from '../ui/definition-list'

/** What an act says, as text. */
export function SaidText({ said }: { said: Said[] }) {
  return (
    <>
      {said.map((part) =>
        part.kind === 'paragraph' ? (
          <p>{typeset(part.text)}</p>
        ) : (
          <DefinitionList
            items={part.rows.map(({ label, value }) => ({ label: typeset(label), value: typeset(value) }))}
          />
        ),
      )}
    </>
  )
}

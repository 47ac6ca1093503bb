import { glossary, type Term } from '../../src/lib/glossary'

/** « ? » beside a word that not everybody knows: opens on what it means, with or without scripts; once a page for each word. */
export function Help({ term }: { term: Term }) {
  const { word, means } = glossary[term]
  const id = `mot-${term}`
  return (
    <>
      <button type="button" class="term" popovertarget={id} aria-label={`Que veut dire «\u202f${word}\u202f»`}>
        ?
      </button>
      <span class="meaning" popover="auto" id={id}>
        {means}
      </span>
    </>
  )
}

/** Several words at once, below what uses them: a control has no room beside it. */
export function Terms({ terms }: { terms: Term[] }) {
  return (
    <details class="disclosure">
      <summary>Que veulent dire ces mots&#8239;?</summary>
      <dl class="disclosure-body glossary">
        {terms.map((term) => (
          <div>
            <dt>{glossary[term].word}</dt>
            <dd>{glossary[term].means}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

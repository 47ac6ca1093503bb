/** Narrow no-break space: before ; : ! ? and », after «, between thousands. */
const thin = '\u202f'

/**
 * A text as French sets it: typographic apostrophes, and no line that begins with the sign that ends a word, or parts a title from
 * the name after it. What is set already stays as it is.
 */
export function typeset(text: string): string {
  return text
    .replace(/(?<=[\p{L}\d])'(?=[\p{L}\d«])/gu, '’')
    .replace(/«[\s\u00a0\u202f]*/g, `«${thin}`)
    .replace(/(?<![ \u00a0\u202f])[ \u00a0\u202f]*»/g, `${thin}»`)
    .replace(/(?<=[\p{L}\d)»%’])[ \u00a0]+(?=[;:!?])/gu, thin)
    .replace(/\b(n°|N°|M\.|Mme|Mlle|Dr|art\.|p\.)[ ]+(?=\S)/g, '$1\u00a0')
    .replace(/(?<=\d)[ ](?=\d{3}(?!\d))/g, thin)
}

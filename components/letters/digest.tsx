import { z } from 'zod'
import { count } from '../../src/lib/french'
import type { LetterContent } from './letter'

const item = z.strictObject({
  title: z.string().min(1).max(300),
  /** ISO 8601: a day or an instant. */
  date: z.string().regex(/^\d{4}-\d\d-\d\d/),
  /** A path of the site, with its base. */
  href: z.string().regex(/^\/(?![/\\])\S*$/),
})

export const digestProps = z.strictObject({ items: z.array(item).min(1).max(200) })

/** What has happened since the last one, newest first. */
export function digest({ items }: z.output<typeof digestProps>, origin: string): LetterContent {
  const news = count(items.length, 'nouvelle notification', 'nouvelles notifications')
  return {
    subject: `MPPEEP\u202f: ${news}`,
    blocks: [
      { kind: 'text', text: `Vous avez ${news}\u202f:` },
      { kind: 'items', items: items.map(({ title, date, href }) => ({ title, date, href: origin + href })) },
    ],
  }
}

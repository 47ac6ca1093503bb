import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { frenchDay } from '../../src/lib/french'
import { organisation } from '../../src/lib/organisation'

/** The end of a link that is good once. */
export const linkToken = z.string().regex(/^[\w-]{43}$/)

/** What a letter says, once: the HTML and the text of it are drawn from this, so that neither says what the other does not. */
export type LetterContent = { subject: string; blocks: Block[] }

export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'link'; label: string; href: string }
  | { kind: 'items'; items: { title: string; date: string; href: string }[] }

export type LetterProps = LetterContent & { name: string }

const frame = 'max-width:36rem;margin:0 auto;padding:24px 16px;font:16px/1.5 system-ui,sans-serif;color:#1b2430'
const button = 'display:inline-block;padding:10px 18px;border-radius:6px;background:#14532d;color:#ffffff'

/** A letter as HTML: its styles are in it, since mail readers fetch no stylesheet, and it fetches nothing at all. */
export function Letter({ subject, name, blocks }: LetterProps) {
  return (
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{subject}</title>
      </head>
      <body style="margin:0;background:#ffffff">
        <div style={frame}>
          <p>{greeting(name)}</p>
          {blocks.map((block) => drawn(block))}
          <p style="margin-top:32px;border-top:1px solid #d5dae1;padding-top:12px;font-size:14px;color:#4b5563">
            {closing()}
          </p>
        </div>
      </body>
    </html>
  )
}

/** The same as plain text, lines of any length (RFC 3676 leaves the folding to the reader). */
export function letterText({ name, blocks }: LetterProps): string {
  return `${[greeting(name), ...blocks.map(written), `-- \n${closing()}`].join('\n\n')}\n`
}

function drawn(block: Block): Child {
  switch (block.kind) {
    case 'text':
      return <p>{block.text}</p>
    case 'link':
      return (
        <p>
          <a style={button} href={block.href}>
            {block.label}
          </a>
        </p>
      )
    case 'items':
      return (
        <ul style="padding-left:20px">
          {block.items.map(({ title, date, href }) => (
            <li style="margin-bottom:8px">
              <a href={href}>{title}</a> ({frenchDay(date)})
            </li>
          ))}
        </ul>
      )
  }
}

function written(block: Block): string {
  if (block.kind === 'text') return block.text
  if (block.kind === 'link') return `${block.label}\u202f:\n${block.href}`
  return block.items.map(({ title, date, href }) => `- ${title} (${frenchDay(date)})\n  ${href}`).join('\n')
}

function greeting(name: string): string {
  return `Bonjour ${name},`
}

function closing(): string {
  const { name, email, phone } = organisation()
  const said = `Ce message est envoyé automatiquement par le tableau de bord des ressources humaines (${name}). Il n’appelle pas de réponse.`
  const contact = [email, phone].filter(Boolean).join(' ou ')
  return contact ? `${said} Contact\u202f: ${contact}.` : said
}

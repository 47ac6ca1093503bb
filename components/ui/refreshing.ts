import type { Attributes } from './attributes'

type Piece = { id: string } & Attributes

/** A part of a page that asks for itself again and again; while the site does not answer, what is there stays. */
export function refreshing(id: string, href: string, seconds: number): Piece {
  return again(id, href, `every ${seconds}s`)
}

/**
 * A part that shows jobs: asks for itself when the live stream says that one has come further and, as long as one goes on,
 * every ten seconds too, for a stream is not always there.
 */
export function followingJobs(id: string, href: string, goingOn: boolean): Piece {
  const said = 'jobs from:body'
  return again(id, href, goingOn ? `${said}, every 10s` : said)
}

function again(id: string, href: string, trigger: string): Piece {
  return {
    id,
    'hx-get': href,
    'hx-trigger': trigger,
    'hx-select': `#${id}`,
    'hx-swap': 'outerMorph',
    'hx-status:4xx': 'swap:none',
    'hx-status:5xx': 'swap:none',
  }
}

import type { Attributes } from '../ui/attributes'

/** A part of a page that asks for itself every ten seconds; while the site does not answer, what is there stays. */
export function refreshing(id: string, href: string): { id: string } & Attributes {
  return {
    id,
    'hx-get': href,
    'hx-trigger': 'every 10s',
    'hx-select': `#${id}`,
    'hx-swap': 'outerMorph',
    'hx-status:4xx': 'swap:none',
    'hx-status:5xx': 'swap:none',
  }
}

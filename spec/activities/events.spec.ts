import { describe, expect, it } from 'vitest'
import type { Activity } from '../../src/activities/events'
import { undeclared } from '../../src/activities/shape'

const person = { kind: 'personnel' as const, id: 'a', name: null }

// `npm run check` compiles these: an expectation that is not met is an error of its own
const compiled: Activity[] = [
  { event: 'session.closed' },
  { event: 'session.refused', target: undefined },
  {
    event: 'personnel.updated',
    target: person,
    personId: 'a',
    before: { version: 1 },
    after: { version: 2, phone: '' },
  },
  // @ts-expect-error an event that is not declared
  { event: 'session.borrowed' },
  // @ts-expect-error a key that is not declared
  { event: 'personnel.updated', target: person, personId: 'a', before: { version: 1 }, after: { version: 2, wage: 1 } },
  // @ts-expect-error a key that may not be left out
  { event: 'personnel.updated', target: person, personId: 'a', before: { version: 1 }, after: { phone: '' } },
  // @ts-expect-error a side that is not declared
  { event: 'session.closed', after: { version: 2 } },
  // @ts-expect-error another kind of target
  { event: 'personnel.left', target: { kind: 'list', id: 'a', name: null }, personId: 'a', before: {}, after: {} },
  // @ts-expect-error no person
  { event: 'personnel.read', target: person, after: { fields: [] } },
]

describe('a line of the journal', () => {
  it('is as its event is declared, or is not written', () => {
    expect(compiled.map(undeclared)).toEqual([
      null,
      null,
      null,
      'session.borrowed is not a declared event',
      'personnel.updated: « wage » is not declared in after',
      'personnel.updated: « version » is not given in after',
      'session.closed: « version » is not declared in after',
      'personnel.left: the target is list, declared personnel',
      'personnel.read: the person concerned is not as declared',
    ])
  })

  it('cannot take the name of what every object has', () => {
    expect(undeclared({ event: 'constructor' } as never)).toBe('constructor is not a declared event')
  })
})

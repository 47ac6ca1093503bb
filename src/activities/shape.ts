import { type Activity, type Declared, events } from './events'

type Loose = {
  target?: { kind: string } | undefined
  personId?: string | undefined
} & { [side in Side]?: object | undefined }
type Side = 'before' | 'after'

/** What is wrong with a line, against the declaration of its event; null when nothing is. */
export function undeclared(activity: Activity): string | null {
  const declared: Declared | undefined = Object.hasOwn(events, activity.event) ? events[activity.event] : undefined
  if (!declared) return `${activity.event} is not a declared event`
  const wrong = faultOf(declared, activity)
  return wrong && `${activity.event}: ${wrong}`
}

function faultOf({ target, person, before, after }: Declared, given: Loose): string | null {
  if (!given.target ? target && !target.endsWith('?') : given.target.kind !== target?.replace('?', ''))
    return `the target is ${given.target?.kind ?? 'nothing'}, declared ${target ?? 'nothing'}`
  if (given.personId ? !person : person === true) return 'the person concerned is not as declared'
  return keyFault('before', before, given.before) ?? keyFault('after', after, given.after)
}

function keyFault(side: Side, declared: readonly string[] = [], given: object = {}): string | null {
  const keys = Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [key]))
  const stray = keys.find((key) => !declared.includes(key) && !declared.includes(`${key}?`))
  if (stray !== undefined) return `« ${stray} » is not declared in ${side}`
  const lacking = declared.find((key) => !key.endsWith('?') && !keys.includes(key))
  return lacking === undefined ? null : `« ${lacking} » is not given in ${side}`
}

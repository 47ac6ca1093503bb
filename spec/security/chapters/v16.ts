import { shown } from '../rows'

export const v16 = [
  shown('16.1.1', 'What is logged is declared: lines of the journal by event, lines of the log by field', [
    'src/activities/events.ts: export type Declared',
    'src/http/access-log.ts: One line per request',
  ]),
  shown('16.2.1', 'A line says who, when, from where and what', [
    'http/log: says who asked for what, from where, and what it took',
    'activities/journal: says who, from where',
  ]),
  shown('16.2.2', 'Its time is UTC', 'src/lib/log.ts: toISOString'),
  shown('16.2.3', 'Lines go to the standard output, and nowhere else', 'src/lib/log.ts: standard output'),
  shown('16.2.4', 'Each is one JSON object with the names of OpenTelemetry', 'http/log: stays one line of JSON'),
  shown('16.2.5', 'No secret is in a line', [
    'http/log: neither passwords, nor cookies',
    'auth/recovery: leaves no token in any line of the log',
    'profile/password: leaves neither password in the log',
  ]),
  shown(
    '16.3.1',
    'Sign-ins and failures are written',
    [
      'auth/sign-in: leaves a line in the journal',
      'auth/proof: is counted and written down when it is wrong',
      'auth/devices-known: says in the journal with which device',
    ],
    'S-58',
  ),
  shown('16.3.2', 'Refusals are written, and the reading of sensitive files', [
    'activities/security: of the file of somebody else is written',
    'activities/security: with fields that not everybody sees is written',
  ]),
  shown('16.3.3', 'So are limits, and what pretends to come from the front', [
    'http/edge: who says %s, which is noted',
    'activities/security: of a page that the role does not open',
  ]),
  shown('16.3.4', 'So is what broke', 'http/errors: is one French sentence with a reference'),
  shown(
    '16.4.1',
    'What people say cannot make a line of its own',
    ['http/log: stays one line of JSON', 'cli-logs: cannot command the terminal'],
    'S-60',
  ),
  shown(
    '16.4.2',
    'The journal cannot be altered unseen',
    ['activities/role: never %s', 'activities/chain: shows the one changed, the one missing'],
    'S-59',
  ),
  shown(
    '16.4.3',
    'The log leaves the machine by its output; the seal of the day stands in it',
    'activities/chain: shows by a seal noted elsewhere that its end was cut',
  ),
  shown(
    '16.5.1',
    'What broke is one sentence with a reference',
    ['http/errors: is one French sentence', 'http/errors: says nothing of the row that Postgres refused'],
    'S-57',
  ),
  shown('16.5.2', 'Without Redis all works; without Postgres it is said in time', [
    'http/outage: without Redis is degraded, ready, and everything works',
    'http/outage: answers 503 in time',
  ]),
  shown('16.5.3', 'What breaks in the middle is not half done', [
    'http/errors: in the middle of an export breaks it off',
    'mail: is not sent when the act it tells about did not happen',
  ]),
  shown(
    '16.5.4',
    'What breaks does no harm to whoever comes after',
    'http/errors: does no harm to whoever comes after',
  ),
]

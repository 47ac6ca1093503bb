import { shown } from '../rows'

export const v02 = [
  shown('2.1.1', 'What each input must be is written once, in the schema beside its verb', [
    'CONTRIBUTING.md: Input is checked once, at the door',
    'src/lib/form.ts: A line of text that must be there',
  ]),
  shown('2.1.2', 'What must hold between fields is written in the rules of each feature', [
    'CONTRIBUTING.md: what is allowed, what follows: pure',
    'personnel/rules: ',
  ]),
  shown('2.1.3', 'How often and how much one may ask is written where it is asked', [
    'src/auth/throttle.ts: limiter(',
    'src/http/rate-limit.ts: At most so many times per person',
  ]),
  shown('2.2.1', 'Every form, address and document is judged by a schema that takes nothing else', [
    'hostile: with %s in any field is refused',
    'hostile: with %s for a parameter',
  ]),
  shown(
    '2.2.2',
    'Input is judged on the server; the browser only helps',
    'personnel/input: is refused with a sentence and leaves no trace',
  ),
  shown('2.2.3', 'Fields that contradict each other are refused', 'personnel/input: follows the rules of the form'),
  shown(
    '2.3.1',
    'Steps come in their order: a password opens no session where a code is needed, a decision is taken once',
    [
      'auth/second-factor-sign-in: gives no page, no piece, no API, no stream',
      'personnel/departure: asked for ten times at once happens once',
    ],
    'S-36',
  ),
  shown('2.3.2', 'The limits that are written are in force', [
    'auth/throttle: may be missed five times',
    'auth/second-factor-limits: are five in a quarter of an hour',
    'exports/lists: is had twenty times a minute by one person',
  ]),
  shown('2.3.3', 'An act happens whole or not at all', [
    'no-trace: as it should be, is done after all that',
    'mail: is not sent when the act it tells about did not happen',
  ]),
  shown('2.3.4', 'What there is one of is given once, however many ask at once', [
    'acts-at-once: is done once: %s',
    'users/last-administrator: two administrators against each other, twenty times: one stays',
  ]),
  shown(
    '2.3.5',
    'Nobody decides about themselves; the payroll will want a second person, too',
    'corrections/path: about themselves',
  ),
  shown(
    '2.4.1',
    'Exports, searches and questions by mail are limited by person and place',
    [
      'auth/recovery-limits: ',
      'drills/spoofed-edge: takes no more lists away than others',
      'activities/security: is written thirty times a minute and account at most',
    ],
    'S-37',
  ),
]

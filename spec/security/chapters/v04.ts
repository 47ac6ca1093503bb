import { absent, shown } from '../rows'

export const v04 = [
  shown(
    '4.1.1',
    'Every answer says its type and its letters',
    'http/compression: says in which letters %s is written',
    'S-55',
  ),
  shown(
    '4.1.2',
    'Only the front leads from http to https',
    'deployment/nginx: leads from http to https under its own name',
  ),
  shown('4.1.3', 'Headers that the front sets are believed of the front alone', [
    'http/edge: when it says %s',
    'deployment/nginx: is who really asks, and nothing that the client claims',
    'drills/spoofed-edge: has five tries at an account',
  ]),
  shown(
    '4.1.4',
    'A method that an address does not know is a 405',
    'http/refusals: %s %s is a 405 that says which ones it knows',
  ),
  shown(
    '4.2.1',
    'Where a request ends is beyond doubt, or it is refused',
    [
      'http/arrival: %s: %i, with every header, and a line in the log',
      'http/body: longer than it says is cut where it said',
      'drills/huge-bodies: a length that lies',
    ],
    'S-52',
  ),
  absent('4.3.1', 'GraphQL questions are bounded', 'there is no GraphQL'),
  absent('4.3.2', 'GraphQL does not tell its schema', 'there is no GraphQL'),
  absent('4.4.1', 'WebSockets are encrypted', 'there are none: live pages are an event stream over the same https'),
  absent('4.4.2', 'WebSockets look at the origin', 'there are none'),
  absent('4.4.3', 'WebSockets have tokens of their own where the session cannot serve', 'there are none'),
  absent('4.4.4', 'WebSocket tokens come from the session', 'there are none'),
]

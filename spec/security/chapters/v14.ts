import { shown } from '../rows'

export const v14 = [
  shown(
    '14.1.1',
    'The sensitive fields are named: identity, private life, salary, health',
    'src/actor.ts: fields of a file that not every reader may see',
  ),
  shown('14.1.2', 'What each of them demands is said by the policy and by the log', [
    'src/http/access-log.ts: Never cookies, bodies, query strings or tokens',
    'src/actor.ts: field.health',
  ]),
  shown(
    '14.2.1',
    'No secret stands in an address, but the links that serve once',
    'http/log: neither passwords, nor cookies, nor the tokens of links',
  ),
  shown(
    '14.2.2',
    'No server between keeps what is somebody’s',
    ['edge: keeps static files in the edge and nothing else', 'edge: never gives one person’s export to the next'],
    'S-24',
  ),
  shown('14.2.3', 'Nobody else is told of who reads'),
  shown('14.2.4', 'Each column is in a class, and each class is kept as it is written'),
  shown(
    '14.2.5',
    'An address that says it is a file, and is none, is a 404 that no edge keeps',
    'http/assets: /static/%s is a 404',
  ),
  shown('14.2.6', 'One is given what one’s role needs', 'personnel/file: shows to %s what the role may see of it'),
  shown('14.2.8', 'Pictures are drawn anew without what they say of their author', [
    'corrections/proof: that is a picture (%s) is drawn anew',
    'settings/logo: is drawn anew',
  ]),
  shown(
    '14.3.1',
    'Signing out clears what the browser keeps; Back shows nothing',
    [
      'auth/sign-in: ends the session everywhere, clears what the browser keeps',
      'browser/sign-in: %s: once signed out, Back shows nothing that is private',
    ],
    'S-25',
  ),
  shown('14.3.2', 'Nothing personal is kept by a cache', 'http/headers: %s %s: %i'),
  shown('14.3.3', 'Nothing is kept in the browser but the cookies'),
]

import { absent, shown } from '../rows'

export const v07 = [
  shown(
    '7.1.1',
    'How long a session lasts, and how long unused, is a setting with its default',
    'src/settings/schema.ts: sessionIdleHours',
  ),
  shown(
    '7.1.2',
    'One may be signed in at several places; each is listed, and can be ended',
    'auth/devices: shows each session, and which one it is',
  ),
  absent('7.1.3', 'Sessions of a common sign-in are written down', 'there is no common sign-in'),
  shown(
    '7.2.1',
    'A session is verified by the server, in Postgres or a copy of a minute',
    'auth/sessions: is read from Redis for a minute, then asked of Postgres again',
  ),
  shown('7.2.2', 'A session is made at each sign-in', 'auth/sign-in: opens another session each time'),
  shown(
    '7.2.3',
    'It is 256 bits of the system, kept as a hash',
    'auth/sign-in: keeps the value of the cookie nowhere, only its hash',
  ),
  shown(
    '7.2.4',
    'Signing in, or showing again who one is, gives another id, and voids the one before',
    [
      'auth/sessions-rotation: gives an id that nobody had before',
      'auth/sessions-rotation: goes on under another id',
      'auth/sign-in: does not adopt the session that somebody else put into the browser',
    ],
    'S-18',
  ),
  shown('7.3.1', 'An unused session ends', 'auth/sessions-limits: the limits of a session', 'S-19'),
  shown('7.3.2', 'Every session ends', [
    'auth/sessions-limits: bind at the next request',
    'drills/clock: brings no session back to life',
  ]),
  shown(
    '7.4.1',
    'Signed out is signed out everywhere, Back included',
    [
      'auth/sign-in: ends the session everywhere',
      'auth/redis-drills: while one signs out: that session never works again',
      'drills/redis-restored: brings back no session that ended',
    ],
    'S-20',
  ),
  shown('7.4.2', 'A disabled account is out at its next request', [
    'auth/sessions: is out at its next request, in every browser',
    'auth/redis-drills: while an account is disabled: it is out',
  ]),
  shown('7.4.3', 'A change of password or second factor ends the other sessions', [
    'profile/password: offers to end the other sessions',
    'auth/second-factor: shows ten codes once',
  ]),
  shown('7.4.4', 'Every page lets one sign out'),
  shown(
    '7.4.5',
    'Those who keep the accounts end somebody’s sessions',
    'users/standing: all sessions of an account end',
  ),
  shown('7.5.1', 'Address, password and second factor are changed by whoever shows again who they are', [
    'profile/email: is asked for with the password',
    'auth/second-factor: asks for the password when it was given long ago',
  ]),
  shown(
    '7.5.2',
    'One sees one’s sessions, and ends them',
    [
      'auth/devices: ends one: it is out at its next request',
      'auth/devices: ends all others',
      'auth/devices: wants the password of whoever has not given it',
    ],
    'S-21',
  ),
  shown('7.5.3', 'Roles and settings are changed by whoever shows again who they are', [
    'users/roles: asks who it is that gives it',
    'settings/page: gives it again, at its field',
  ]),
  absent('7.6.1', 'Sessions of a provider end as written', 'there is no common sign-in'),
  shown('7.6.2', 'No session opens without somebody signing in', 'auth/sign-in: makes one nobody'),
]

import { absent, shown } from '../rows'

const noProvider = 'people sign in here, with no provider of identities'

export const v06 = [
  shown(
    '6.1.1',
    'How guessing is slowed, and how nobody is locked out by it, is written',
    ['src/auth/throttle.ts: account', 'auth/throttle: waits longer and longer after ten failures, but never for good'],
    'S-12',
  ),
  shown(
    '6.1.2',
    'The words that a password may not contain are written',
    'src/auth/chosen-password.ts: wordsOf(',
    'S-05',
  ),
  shown(
    '6.1.3',
    'The ways in are few and written: password and code, a link to choose a password, the command line',
    'src/actor.ts: shows a second factor at sign-in',
  ),
  shown(
    '6.2.1',
    '15 characters at least, 8 with a second factor',
    'auth/passwords: is 15 characters at least, or 8 with a second factor',
    'S-01',
  ),
  shown('6.2.2', 'Everybody can change their password', 'profile/password: offers to end the other sessions, and does'),
  shown(
    '6.2.3',
    'Changing it needs the present one',
    'profile/password: asks for the present one even of somebody who has just signed in',
    'S-06',
  ),
  shown(
    '6.2.4',
    'More than ten thousand common passwords are refused',
    'auth/passwords: is looked for in a list of more than ten thousand',
    'S-04',
  ),
  shown('6.2.5', 'No mixture of characters is asked for', 'auth/passwords: asks for no mixture of characters', 'S-03'),
  shown('6.2.6', 'A password is not shown while it is typed'),
  shown('6.2.7', 'It may be pasted, and kept by a program', [], 'S-07'),
  shown('6.2.8', 'It is taken to the letter', [
    'auth/sign-in: takes the password to the letter',
    'auth/invitation: takes a password of %j, to the letter',
  ]),
  shown('6.2.9', '128 characters are taken', 'auth/passwords: is 128 characters at most', 'S-02'),
  shown('6.2.10', 'A password does not grow old'),
  shown(
    '6.2.11',
    'Name, address, matricule and the name of the site are refused in it',
    'auth/passwords: is refused in it, and said which',
  ),
  shown('6.2.12', 'Known passwords are refused, with their ornaments', 'auth/passwords: is refused with its ornaments'),
  shown('6.3.1', 'Guessing is slowed by account, by place and by both', [
    'auth/throttle: from a hundred at once is looked at ten times',
    'auth/throttle: may miss thirty times, whatever the accounts',
    'auth/throttle: lets its owner in where the owner has been before',
  ]),
  shown(
    '6.3.2',
    'No account is there by itself: the first is made by a link',
    'start: never seeds a database that it was given',
    'S-09',
  ),
  shown(
    '6.3.3',
    'Everybody may have a second factor; administrator, DRH and DAF must',
    [
      'auth/second-factor-demanded: get nowhere but where it is made',
      'auth/second-factor: stays with those whose role demands it',
    ],
    'S-13',
  ),
  shown('6.3.4', 'No way in goes round the second factor', [
    'auth/recovery: leaves the second factor in place',
    'auth/second-factor-pending: cannot be a session’s',
  ]),
  shown(
    '6.3.5',
    'A sign-in from a new browser is told by letter',
    'auth/devices-known: from a browser that the account does not know is told by letter',
  ),
  shown('6.3.7', 'A change of password, address or second factor is told by letter', [
    'profile/email: holds once the link sent there is opened',
    'auth/second-factor-sign-in: is asked for behind a link, opens the session once, and its owner is told',
  ]),
  shown(
    '6.3.8',
    'Who has an account cannot be told from an answer, its work or its time',
    [
      'auth/sameness: says the same to whoever may not come in',
      'auth/sameness: does the same work',
      'auth/recovery: answers the same for an account that does not exist',
      'profile/email: that another account has answers the same',
    ],
    'S-11',
  ),
  shown(
    '6.4.1',
    'An invitation is a link of 256 bits that serves once within a day; no password travels',
    [
      'users/accounts: has the role of an agent, a line in the journal, a letter with a link and no password',
      'users/accounts: serves once, by two at once',
      'auth/invitation: ends after a day',
    ],
    'S-10',
  ),
  shown('6.4.2', 'There are no secret questions'),
  shown(
    '6.4.3',
    'A forgotten password is replaced by a link of half an hour that opens no session',
    [
      'auth/recovery: is replaced by a link that comes by mail',
      'auth/recovery: is kept by its hash only, for half an hour',
      'auth/recovery: works once, and then is the same clear page',
    ],
    'S-17',
  ),
  shown('6.4.4', 'A lost telephone is replaced by a recovery code, or by whoever keeps the accounts', [
    'auth/second-factor-sign-in: is asked for behind a link, opens the session once',
    'users/second-factor-reset: is reset by an administrator',
    'users/second-factor-reset: who lost it is let in by the program, only to make another',
    'auth/recovery: leaves the second factor in place',
  ]),
  shown(
    '6.4.6',
    'Those who keep the accounts send a link, and choose nobody’s password',
    'users/accounts: lets its owner choose a password, and sign in with it',
  ),
  shown(
    '6.5.1',
    'A code works once',
    [
      'auth/second-factor-sign-in: is never taken twice, nor one of before',
      'auth/second-factor-sign-in: shown at once by five browsers lets one in',
    ],
    'S-14',
  ),
  shown(
    '6.5.2',
    'Recovery codes are kept as hashes',
    'auth/second-factor: shows ten codes once, keeps their hashes only',
    'S-15',
  ),
  shown('6.5.3', 'Keys and codes are drawn by the system'),
  shown('6.5.4', 'A recovery code has 80 bits', 'src/auth/recovery-codes.ts: randomBytes'),
  shown('6.5.5', 'A code of the telephone is good for its step and one on each side', [
    'auth/second-factor-sign-in: of %i steps away is not',
  ]),
  shown('6.5.6', 'A second factor can be taken away', [
    'auth/second-factor: is removed by those who may',
    'auth/second-factor: new codes take the place of all those before',
  ]),
  absent('6.6.1', 'Codes by telephone have a stronger companion', 'no code goes by telephone or SMS'),
  shown('6.6.2', 'A sign-in that waits for its code is the one of that browser', 'auth/second-factor-pending: '),
  shown(
    '6.6.3',
    'Five wrong codes in a quarter of an hour, wherever from',
    'auth/second-factor-limits: shown a hundred at once are looked at five times',
    'S-16',
  ),
  absent('6.8.1', 'One provider cannot speak for another', noProvider),
  absent('6.8.2', 'Assertions are verified', noProvider),
  absent('6.8.3', 'Assertions serve once', noProvider),
  absent('6.8.4', 'The strength of the provider is asked', noProvider),
]

import { absent, shown } from '../rows'

export const v08 = [
  shown('8.1.1', 'Who may do what is one table', 'src/actor.ts: export const policy'),
  shown('8.1.2', 'So are the fields', 'src/actor.ts: fields of a file that not every reader may see'),
  shown(
    '8.2.1',
    'Every route answers every role as declared',
    ['access: has a line for every route, and no line too many', 'access: %s'],
    'S-31',
  ),
  shown(
    '8.2.2',
    'What is beyond reach does not exist, be it a page, a piece, the API, an export or a file',
    [
      'scope: reads every field there, and finds no file elsewhere',
      'personnel/api: does not exist out of reach',
      'no-trace: %s: %i',
      'notifications/page: somebody else',
      'auth/devices: does not know the sessions of others',
    ],
    'S-32',
  ),
  shown(
    '8.2.3',
    'Fields that a role may not see are not read for it',
    [
      'personnel/file: is read from Postgres without what the reader may not see',
      'personnel/api: has only the fields that the reader may see',
      'activities/journal: leaves out, for who wrote it in other days',
    ],
    'S-33',
  ),
  shown('8.3.1', 'The server decides, in the query', 'personnel/file: does not exist for who may not reach it'),
  shown(
    '8.3.2',
    'A role that is given or withdrawn counts at the next request',
    ['users/roles: that is given counts at the next request', 'users/roles: that is withdrawn'],
    'S-35',
  ),
  absent('8.4.1', 'One house cannot see another’s', 'the site is one ministry’s: another has another database', 'S-66'),
  shown(
    '8.4.2',
    'The pages of those who keep the house want their second factor',
    'auth/second-factor-demanded: get nowhere but where it is made',
  ),
]

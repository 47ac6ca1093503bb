import { absent, shown } from '../rows'

export const v13 = [
  shown(
    '13.1.1',
    'Whom the program speaks to is in its variables',
    'environment: is described, each variable on one line',
  ),
  shown('13.2.1', 'Postgres and Redis want a password, or are a socket of their owner', [
    'deployment/compose: takes each secret from a file',
    'boot: makes an empty database the first time, on a socket that only its owner can open',
  ]),
  shown('13.2.2', 'The site’s role cannot alter the journal or the tables', [
    'activities/role: never %s',
    'activities/role: is not that of the owner',
    'deployment/compose: can write only where it must',
  ]),
  shown(
    '13.2.3',
    'There is no password by default',
    'deployment/compose: holds no secret, and takes its own from a folder',
    'S-62',
  ),
  shown(
    '13.2.4',
    'The stores have no way out',
    'deployment/compose: gives the two stores no way in from the front and no way out',
  ),
  shown('13.2.5', 'The site asks nobody but its stores and the server of mail'),
  shown(
    '13.3.1',
    'Secrets come from the environment or from files, and stand in no source',
    'environment: reads a secret from the file that NAME_FILE names',
  ),
  shown('13.3.2', 'Each container has the secrets that it needs', 'deployment/compose: takes each secret from a file'),
  shown(
    '13.4.1',
    'The image has no .git',
    'deployment/image: copies from the checkout only what .dockerignore lets in',
    'S-56',
  ),
  shown(
    '13.4.2',
    'What broke is said to the log, never to people',
    'http/errors: is one French sentence with a reference',
  ),
  shown('13.4.3', 'Folders are not listed', 'http/assets: /static/%s is a 404'),
  shown('13.4.4', 'TRACE is not answered', 'http/refusals: %s %s is a 405'),
  shown('13.4.5', 'Measures are for this machine, or who has their token', 'metrics: nobody under the base path'),
  shown('13.4.6', 'No version is told'),
  shown('13.4.7', 'Files are those that the build has made, by name'),
  absent(
    '13.1.4',
    'When secrets are replaced is written (level 3)',
    'it is the operator’s: each is a file, read at the start',
  ),
]

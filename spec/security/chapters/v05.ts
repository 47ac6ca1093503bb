import { absent, shown } from '../rows'

export const v05 = [
  shown('5.1.1', 'Which files are taken, and how large, is written where they are taken', [
    'src/http/upload.ts: The one file of a form',
    'src/settings/schema.ts: uploadLimitMb',
  ]),
  shown(
    '5.2.1',
    'A file beyond the limit is refused without being waited for',
    'http/upload: beyond the limit of the settings is 413',
    'S-42',
  ),
  shown(
    '5.2.2',
    'Its name, its first bytes and its content must agree',
    ['corrections/proof: that is %s is refused at its field', 'settings/logo: %s is refused in words'],
    'S-44',
  ),
  absent(
    '5.2.3',
    'Archives are measured before they are opened',
    'no archive is opened: workbooks are written, and uploads are PDF, JPEG and PNG',
  ),
  shown(
    '5.3.1',
    'Files that were sent are kept where nothing runs',
    'settings/logo: is drawn anew as a small PNG without metadata',
    'S-45',
  ),
  shown('5.3.2', 'Files are kept by an id of ours; their name is only said', [
    'http/upload: %s is kept as %s',
    'corrections/proof: is never shown to anybody else',
  ]),
  shown('5.4.1', 'A file is given under a name that we say', 'personnel/export: as CSV is exactly what is filtered'),
  shown(
    '5.4.2',
    'That name is written as RFC 6266 wants',
    'corrections/proof: called %j is given back under a name that does no harm',
  ),
  shown('5.4.3', 'Where the house has a scanner, it looks at what was sent before it is kept', [], 'S-47'),
]

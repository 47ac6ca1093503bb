import { absent, shown } from '../rows'

export const v01 = [
  shown(
    '1.1.1',
    'An address is decoded once, before it is looked at; what cannot be decoded is a page that there is not',
    ['http/refusals: is a 404, whatever the path', 'hostile: with %s for an id'],
    'S-54',
  ),
  shown('1.1.2', 'Text is escaped where it is written into a page, and kept as it was typed', [
    'components: keeps what people type as text',
  ]),
  shown(
    '1.2.1',
    'What people typed is text in elements, attributes and headers',
    ['personnel/input: that is only text is shown as text'],
    'S-39',
  ),
  shown('1.2.2', 'Addresses are made of encoded parts, and lead to our own pages only', [
    'auth/rules: is the home page instead of %j',
    'architecture: gives browsers nothing to evaluate',
  ]),
  shown(
    '1.2.3',
    'JSON is written by the serializer; no script is made of text',
    'architecture: puts text into a page unescaped in the frame of pages only',
  ),
  shown(
    '1.2.4',
    'SQL is written as templates whose values travel apart, be it in a filter, an order or a limit',
    'architecture: writes SQL that is not in a file as a template only',
    'S-38',
  ),
  shown('1.2.5', 'No other program is started with what people typed, and none through a shell'),
  absent('1.2.6', 'LDAP is asked with escaped values', 'no directory is asked'),
  absent('1.2.7', 'XPath is asked with parameters', 'no XML is read'),
  absent('1.2.8', 'LaTeX runs no commands', 'no LaTeX is used'),
  shown('1.2.9', 'No pattern is built of what people type', [], 'S-65'),
  shown(
    '1.2.10',
    'A cell of an export never begins a formula',
    [
      'personnel/export: as a workbook says the same to another reader, without any formula',
      'activities/journal: is taken away with its cells harmless',
    ],
    'S-41',
  ),
  absent('1.3.1', 'HTML from an editor is cleaned', 'nobody can write HTML'),
  shown(
    '1.3.2',
    'No code is made of text, on the server or in the browser',
    'architecture: gives browsers nothing to evaluate',
    'S-40',
  ),
  shown('1.3.3', 'Text that goes where it could act is of the expected signs and length', [
    'mail: %s is refused with the act',
    'personnel/input: is refused with a sentence and leaves no trace',
  ]),
  shown(
    '1.3.4',
    'A drawing that was sent is drawn anew as pixels; SVG is refused',
    'settings/logo: %s is refused in words',
  ),
  absent('1.3.5', 'Markdown, style sheets and the like of people are disarmed', 'none are taken: text is text'),
  shown('1.3.6', 'No address that people give is ever fetched', [], 'S-48'),
  shown('1.3.7', 'Templates are our own components, none is made of text'),
  absent('1.3.8', 'JNDI is asked with clean values', 'this is not Java'),
  absent(
    '1.3.9',
    'Memcache is sent clean values',
    'Redis is spoken to in its protocol with lengths, and there is no memcache',
  ),
  absent(
    '1.3.10',
    'Format strings are not taken from people',
    'no format string is read: sentences are templates of our own',
  ),
  shown(
    '1.3.11',
    'Nothing that people typed begins a header of a letter',
    ['mail: %s is refused with the act', 'mail: posted behind our back with %s'],
    'S-49',
  ),
  shown('1.3.12', 'Every pattern of the program ends at once on 50 kB of the worst'),
  absent('1.4.1', 'Memory is copied safely', 'the language manages its memory'),
  shown('1.4.2', 'A number out of its range is refused', 'personnel/input: %s is a problem at its field, in French'),
  absent(
    '1.4.3',
    'Memory is given back',
    'the language manages its memory; sockets and pools are closed by the specs of the stop',
  ),
  shown('1.5.1', 'No XML of people is read; workbooks are written, never read', [], 'S-43'),
  shown(
    '1.5.2',
    'What comes from elsewhere is read as JSON or fields and judged by a schema',
    'personnel/input: that is no JSON object is refused',
  ),
]

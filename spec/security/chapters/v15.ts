import { shown } from '../rows'

export const v15 = [
  shown(
    '15.1.1',
    'Within how many days a flaw of a library is mended is written',
    'CONTRIBUTING.md: within two days when it is critical',
  ),
  shown('15.1.2', 'Every library is written down with its sum', [], 'S-63'),
  shown('15.1.3', 'What is heavy is done by the worker, and limited', [
    'CONTRIBUTING.md: must happen after the commit (a letter, a long job)',
    'src/work.ts: jobs',
  ]),
  shown('15.2.1', 'Versions are exact'),
  shown('15.2.2', 'What is heavy does not stop the rest', [
    'drills/pool-exhausted: with every connection waiting',
    'redis/outage: computes four things at once',
    'auth/throttle: tried a hundred times at once is looked at five times',
  ]),
  shown('15.2.3', 'The image has nothing that builds or tests', 'deployment/image: ends as a program that is not root'),
  shown('15.2.4', 'Libraries come from the registry alone'),
  shown(
    '15.3.1',
    'One is given the fields one may see, named one by one',
    'personnel/api: has only the fields that the reader may see',
  ),
  shown('15.3.2', 'No redirect of another server is followed, for none is asked'),
  shown(
    '15.3.3',
    'No form takes a field that it does not ask for',
    'personnel/input: %s is a problem at its field',
    'S-34',
  ),
  shown('15.3.4', 'Who asks is told by the front alone', [
    'http/edge: the tunnel is believed',
    'deployment/nginx: is who really asks, and nothing that the client claims',
    'drills/spoofed-edge: is who the tunnel says',
  ]),
  shown('15.3.5', 'What is of another kind is refused', 'personnel/input: %s is a problem at its field'),
  shown(
    '15.3.6',
    'Names of the language are no fields',
    ['hostile: with %s in any field is refused', 'activities/events: cannot take the name of what every object has'],
    'S-51',
  ),
  shown('15.3.7', 'A field sent twice is refused', 'personnel/input: is refused with a sentence', 'S-50'),
  shown('15.4.2', 'What is looked at and what is done are one transaction', 'acts-at-once: is done once: %s'),
]

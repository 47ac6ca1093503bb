import { absent, shown } from '../rows'

export const v03 = [
  shown(
    '3.2.1',
    'A file that somebody sent is given as an attachment that can do nothing',
    [
      'corrections/proof: that is a PDF is kept as it is, and given back as a file to be kept',
      'mail-page: are shown as they are read',
    ],
    'S-46',
  ),
  shown('3.2.2', 'Text is written into a page as text', 'components: a table writes text as text'),
  shown('3.2.3', 'Our script of the browser makes no markup of text'),
  shown(
    '3.3.1',
    'Cookies are Secure and named __Host- over https',
    'auth/https: binds the cookie to this name and to https',
    'S-22',
  ),
  shown('3.3.2', 'Cookies are SameSite=Lax', 'auth/sign-in: gives a cookie with exactly these attributes'),
  shown(
    '3.3.3',
    'Cookies are bound to this very name',
    'auth/https: does not take the cookie under the name that anybody on http could set',
  ),
  shown(
    '3.3.4',
    'Cookies are HttpOnly, and their value stands in no page',
    'auth/sign-in: gives a cookie with exactly these attributes',
  ),
  shown('3.4.1', 'HSTS of a year, with what is below our name', 'security/crawl: %s has its %s', 'S-26'),
  shown('3.4.2', 'No other origin may read an answer', [], 'S-29'),
  shown(
    '3.4.3',
    'A policy of content on every answer, without unsafe-inline or unsafe-eval',
    ['security/crawl: %s has its %s', 'looks: asks nothing that the content security policy forbids'],
    'S-27',
  ),
  shown('3.4.4', 'nosniff on every answer', 'security/crawl: %s has its %s', 'S-28'),
  shown('3.4.5', 'No address of ours goes to other sites', 'security/crawl: %s has its %s'),
  shown('3.4.6', 'No page can be framed', 'security/crawl: %s has its %s'),
  absent(
    '3.4.7',
    'The policy says where violations are told (level 3)',
    'the program makes no use of them; the browser specs fail on each',
  ),
  shown('3.4.8', 'Windows of others cannot reach ours', 'security/crawl: %s has its %s'),
  shown(
    '3.5.1',
    'Whatever changes something must come from our own pages',
    ['http/csrf: Origin: %s', 'no-trace: %s: %i'],
    'S-30',
  ),
  shown('3.5.2', 'No content type goes round that', [
    'http/csrf: Origin: %s',
    'http/media: JSON sent as « %s » is a 415 problem',
  ]),
  shown('3.5.3', 'Looking changes nothing', [
    'http/csrf: lets anybody look',
    'http/csrf: takes another method from a POST only',
  ]),
  shown(
    '3.5.4',
    'The site has a name of its own; another name is not answered',
    [
      'auth/https: takes one from its own pages, and answers to its own name only',
      'deployment/tunnel: answers to its own name only',
    ],
    'S-23',
  ),
  shown('3.5.5', 'Messages of other windows are not heard'),
  shown('3.5.6', 'No answer is a script that another site could take'),
  shown('3.5.8', 'Other sites cannot embed what is ours', 'security/crawl: %s has its %s'),
  shown(
    '3.6.1',
    'Scripts, styles and fonts are our own, named by their content',
    'http/assets: that a page names is there, for ever',
    'S-64',
  ),
  shown(
    '3.7.1',
    'HTML, CSS and JavaScript only, valid and without plug-ins',
    'markup: is valid HTML on every page of every kind',
  ),
  shown(
    '3.7.2',
    'After signing in one is led to a page of ours and nowhere else',
    [
      'auth/sign-in: never leads to another site',
      'auth/rules: stays on this site, whatever is made of these bits',
      'http/refusals: an address bar of somebody else',
    ],
    'S-53',
  ),
]

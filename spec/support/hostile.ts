/** What no honest browser sends, and what must never be more than a refusal. */

/** Percent-encoded, as they stand in an address or a form. */
export const evilEncoded = {
  'a NUL': '%00',
  'a NUL inside': 'a%00b',
  'a control character': 'a%07b',
  'a lone surrogate': '%ED%A0%80',
  'bytes that are no UTF-8': '%ff%fe',
  'an overlong slash': '%c0%af',
  'half a character': '%E0%A4',
  'too much': 'x'.repeat(12_000),
}

/** Odd, and right for some field or other: an answer is enough. */
export const oddEncoded = {
  'a percent sign that begins nothing': '%',
  'a huge number': '9'.repeat(40),
  'a negative number': '-1',
  infinity: '1e309',
  'no number': 'NaN',
  hexadecimal: '0x10',
  'a day that is not': '2026-02-30',
  'a year that is not': '0000-00-00',
  'a far year': '99999-01-01',
  'an instant': '2026-01-01T00%3A00%3A00Z',
  SQL: '%27%3B%20drop%20table%20users%3B--',
  'SQL wildcards': '%25_%25%5C',
  markup: '%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E',
  'a template': '%24%7B7*7%7D%7B%7B7*7%7D',
  'letters upside down': '%E2%80%AE%E2%80%8F%EF%BB%BF',
  'many marks on a letter': `e${'%CC%81'.repeat(300)}`,
  spaces: '%20%09%0A%20',
  'an object': '%7B%22a%22%3A1%7D',
}

/** Whole queries and bodies: `name` stands for a field that there is. */
export function oddPairs(name: string): string[] {
  return [
    `${name}=1&${name}=2`,
    `${name}[]=1`,
    `${name}[a]=1`,
    `${name}.a=1`,
    '__proto__=1',
    '__proto__[polluted]=1',
    'constructor=1',
    'constructor.prototype.polluted=1',
    'toString=1&valueOf=1&hasOwnProperty=1',
    'role=admin&id=1&created_at=2020-01-01&held=admin&actor=1&fictitious=true&version=0',
    '=',
    '&&&&',
    '=1&=2',
    `${'&'.repeat(3_000)}${name}=1`,
    Array.from({ length: 1_000 }, (_, i) => `f${i}=${i}`).join('&'),
  ]
}

/** JSON texts that are wrong for any field of any call. */
export const evilJson = {
  'a NUL': '"a\\u0000b"',
  'a lone surrogate': '"a\\ud800"',
  'an object': '{"$gt":""}',
  'an object with a prototype': '{"__proto__":{"polluted":true}}',
  'a list': '["1"]',
  'an empty list': '[]',
  'a truth': 'true',
  'a huge number': '1e300',
  'a number beyond all': '1e999',
  'a negative number': '-1',
  'too much': `"${'x'.repeat(20_000)}"`,
  'too deep': `${'[1,'.repeat(5_000)}1${']'.repeat(5_000)}`,
}

/** What stands where an id does. */
export const evilIds = [
  '1',
  '-1',
  '0',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  '%00',
  'a%00b',
  '%ff',
  '%ED%A0%80',
  '..%2f..%2fetc',
  "'%20or%201=1--",
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '01A20440-BA7D-7A75-B31B-72EA8590CC83x',
  '{01a20440-ba7d-7a75-b31b-72ea8590cc83}',
  '01a20440ba7d7a75b31b72ea8590cc83',
  'x'.repeat(8_000),
  '%F0%9F%97%9D',
  '9'.repeat(400),
]

import { describe, expect, it } from 'vitest'
import { limitedAddress, minutesLeft, safeReturn } from '../../src/auth/rules'

describe('the page to go back to', () => {
  it.each([
    '/mppeep/accueil',
    '/mppeep/personnel?q=kon%C3%A9&tri=grade',
    '/mppeep/',
    '/mppeep/connexions',
    '/mppeep/%2f%2fevil.example',
    '/mppeep//evil.example',
  ])('is %s as it was', (path) => {
    expect(safeReturn(path, '/mppeep', '/home')).toBe(path)
  })

  it.each([
    undefined,
    '',
    '/',
    '/mppeep',
    '/mppeepx/accueil',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/mppeep\\..\\..\\evil',
    '/mppeep/\\evil.example',
    'https://evil.example',
    'https:evil.example',
    'http:/mppeep/accueil',
    'javascript:alert(1)',
    'mppeep/accueil',
    ' /mppeep/accueil',
    '\t//evil.example',
    '/mppeep/\n/evil.example',
    '/\t/evil.example',
    '/mppeep/../evil',
    '/mppeep/..//evil.example',
    '/mppeep/%2e%2e//evil.example',
    '/%6dppeep/accueil',
    '@evil.example/mppeep/',
    `/mppeep/${'a'.repeat(2_000)}`,
    '/mppeep/connexion',
    '/mppeep/connexion?suite=/mppeep/connexion',
    '/mppeep/deconnexion',
    '/mppeep/invitation/x',
    '/mppeep/live',
  ])('is the home page instead of %j', (path) => {
    expect(safeReturn(path, '/mppeep', '/home')).toBe('/home')
  })

  it.each([
    '//evil.example',
    '/\\evil.example',
    '/..//evil.example',
    '/connexion',
    '/.//evil.example',
    '///evil.example',
  ])('is the home page instead of %j at the top of a name too', (path) => {
    expect(safeReturn(path, '', '/accueil')).toBe('/accueil')
  })

  it('stays on this site, whatever is made of these bits', () => {
    const bits = [
      '/',
      '//',
      '\\',
      '.',
      '..',
      '%2f',
      '%5c',
      '%00',
      '@',
      ':',
      'mppeep',
      'evil.example',
      '\t',
      '\n',
      ' ',
      '?',
      '#',
      'https:',
      ';',
      '%09',
    ]
    let random = 7
    const draw = (below: number) => {
      random = (random * 48_271) % 2_147_483_647
      return random % below
    }
    for (let i = 0; i < 20_000; i++) {
      const wanted = `/mppeep/${Array.from({ length: draw(6) }, () => bits[draw(bits.length)]).join('')}`
      const url = new URL(safeReturn(wanted, '/mppeep', '/mppeep/accueil'), 'https://mppeep.example')
      expect(url.origin + url.pathname.slice(0, 8), wanted).toBe('https://mppeep.example/mppeep/')
    }
  })
})

describe('what limits count an address as', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:0:0:ffff::', '2001:db8:0:0::/64'],
    ['2001:0db8:0000:0000:1:2:3:4', '2001:db8:0:0::/64'],
    ['2001:DB8::', '2001:db8:0:0::/64'],
    ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
    ['::1', '0:0:0:0::/64'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
  ])('%s: %s', (address, counted) => {
    expect(limitedAddress(address)).toBe(counted)
  })
})

it.each([
  [1, '1 minute'],
  [60, '1 minute'],
  [61, '2 minutes'],
  [900, '15 minutes'],
])('%i seconds are told as %s', (seconds, told) => {
  expect(minutesLeft(seconds)).toBe(told)
})

import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { saidBy, unitNames } from '../../src/imports/cells'
import { fieldNamed, suggestions } from '../../src/imports/fields'
import { encodingOf, headerOf, punctuationOf } from '../../src/imports/sniff'
import { csvRows } from '../../src/imports/source'

const units = unitNames([
  { code: 'DRH', name: 'Direction des ressources humaines' },
  { code: 'SD-A', name: 'Secrétariat' },
  { code: 'SD-B', name: 'Secretariat' },
])

describe('the writing of a text is found out', () => {
  const text = 'Mle;Nom;Né le\r\n1;KONÉ;"12/01/1990"\r\n2;"N\'DRI; Aya";13/01/1990\r\n'
  const utf16 = (bytes: Buffer) => Buffer.concat([Buffer.from([0xff, 0xfe]), bytes])

  it.each([
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
    ['Windows-1252', Buffer.from(text, 'latin1'), 'windows-1252'],
    ['UTF-16 with its mark', utf16(Buffer.from(text, 'utf16le')), 'utf-16le'],
    ['UTF-16 without', Buffer.from(text, 'utf16le'), 'utf-16le'],
    ['UTF-16, the other way round', utf16(Buffer.from(text, 'utf16le')).swap16(), 'utf-16be'],
  ])('%s', async (_, bytes, encoding) => {
    expect(await encodingOf(Readable.from([bytes]))).toBe(encoding)
    const punctuation = punctuationOf(new TextDecoder(encoding).decode(bytes))
    expect(punctuation).toEqual({ separator: ';', quote: '"' })
    const rows = await all(
      csvRows(Readable.from([bytes.subarray(0, 31), bytes.subarray(31)]), { encoding, ...punctuation } as never),
    )
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['Mle', 'Nom', 'Né le'],
      ['1', 'KONÉ', '12/01/1990'],
      ['2', "N'DRI; Aya", '13/01/1990'],
    ])
  })

  it.each([
    ['comma', 'a,b,c\n1,"x;y",3\n4,5,6', { separator: ',', quote: '"' }],
    ['tabulation', 'a\tb\tc\n1\t2,5\t3\n', { separator: '\t', quote: '"' }],
    ['bar', 'a|b\n1|2;3\n', { separator: '|', quote: '"' }],
    ['apostrophes', "a;b\n'1;2';'3'\n'4';'5;6'\n'7';'8'\n", { separator: ';', quote: "'" }],
    ['names with an apostrophe', "a;b\nN'Dri;1\nN'Guessan;2\n", { separator: ';', quote: '"' }],
    ['one column', 'a\nb\n', { separator: ';', quote: '"' }],
    ['apostrophes around everything', "'a';'b'\n'N''Dri';'2'\n", { separator: ';', quote: "'" }],
    ['one text between apostrophes', "a;b\n1;'Chez Aya'\n2;x\n3;y\n", { separator: ';', quote: '"' }],
    ['commas in what is quoted', '"a, b, c";"d"\n"e, f, g";"h"\n', { separator: ';', quote: '"' }],
    ['quotes that open and never close', 'a;b\n"Le Grand;1\n"Petit;2\n', { separator: ';', quote: '' }],
    ['quotes for « the same »', 'a;b\nDRH;1\n";2\n";3\n', { separator: ';', quote: '' }],
  ])('%s', (_, said, punctuation) => {
    expect(punctuationOf(said)).toEqual(punctuation)
  })

  it.each<[string, string, string[][]]>([
    [
      'everything in quotes, some of them doubled',
      '"Mle";"Nom";"Prénoms"\r\n"1";"KONÉ";"Aya ""Loulou"""\r\n"2";"YAO";"""Petit"" Jean"\r\n',
      [
        ['Mle', 'Nom', 'Prénoms'],
        ['1', 'KONÉ', 'Aya "Loulou"'],
        ['2', 'YAO', '"Petit" Jean'],
      ],
    ],
    [
      'one cell in quotes, with doubled ones',
      'Mle;Nom\n1;"Œuvre ""Le Grand"""\n2;YAO\n',
      [
        ['Mle', 'Nom'],
        ['1', 'Œuvre "Le Grand"'],
        ['2', 'YAO'],
      ],
    ],
    [
      'the separator, a line end and doubled quotes in one cell',
      'Mle;Nom\n1;"Œuvre; ""Le\nGrand"""\n2;YAO\n',
      [
        ['Mle', 'Nom'],
        ['1', 'Œuvre; "Le\nGrand"'],
        ['2', 'YAO'],
      ],
    ],
    [
      'names with an apostrophe, in quotes and not',
      'Mle;Nom\n1;D\'ALMEIDA\n2;"N\'Dri ""Aya"""\n3;\'Chez\n4;l\'\n',
      [
        ['Mle', 'Nom'],
        ['1', "D'ALMEIDA"],
        ['2', 'N\'Dri "Aya"'],
        ['3', "'Chez"],
        ['4', "l'"],
      ],
    ],
    [
      'inches, and a text of which a part is quoted',
      'Mle;Poste;Lieu\n1;12" écran;"Le Grand" Hôtel\n2;x;"a;b"\n',
      [
        ['Mle', 'Poste', 'Lieu'],
        ['1', '12" écran', '"Le Grand" Hôtel'],
        ['2', 'x', 'a;b'],
      ],
    ],
    [
      'apostrophes that are doubled, around inches',
      "'Mle';'Nom'\n'1';'N''Dri; Aya'\n'2';'12\" écran'\n",
      [
        ['Mle', 'Nom'],
        ['1', "N'Dri; Aya"],
        ['2', '12" écran'],
      ],
    ],
    [
      'apostrophes that keep figures from being figures',
      "Mle;Tél.\n1;'+225 07\n2;'0700001234\n3;'0700001235\n4;'0700001236\n",
      [
        ['Mle', 'Tél.'],
        ['1', "'+225 07"],
        ['2', "'0700001234"],
        ['3', "'0700001235"],
        ['4', "'0700001236"],
      ],
    ],
  ])('cells are what they say: %s', async (_, said, cells) => {
    const reading = { encoding: 'utf-8' as const, ...punctuationOf(said) }
    const rows = await all(csvRows(Readable.from([Buffer.from(said)]), reading))
    expect(rows.map((row) => row.cells)).toEqual(cells)
  })

  it('quotes that come late are those of a file whose beginning has lone ones', () => {
    const lines = Array.from({ length: 60 }, (_, at) => (at === 2 ? `${at};12" écran` : `${at};x`))
    expect(punctuationOf(`${lines.join('\n')}\n61;"Œuvre ""Le Grand"""\n`)).toEqual({ separator: ';', quote: '"' })
  })

  it.each(['\n', '\r\n', '\r'])('lines that end in %j, one of them in quotes', async (end) => {
    const bytes = Buffer.from([`a;b`, `1;"deux${end}lignes"`, `"avec ""guillemets""";3`].join(end))
    const rows = await all(csvRows(Readable.from([bytes]), { encoding: 'utf-8', separator: ';', quote: '"' }))
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['a', 'b'],
      ['1', `deux${end}lignes`],
      ['avec "guillemets"', '3'],
    ])
  })

  it('the header stands below a title, or nowhere', () => {
    const rows = (...lines: string[][]) => lines.map((cells, index) => ({ line: index + 1, cells }))
    expect(headerOf(rows(['ÉTAT DU PERSONNEL'], ['', ''], ['Mle', 'Nom', 'Inconnu'], ['1', 'Koné', 'x']))).toBe(3)
    expect(headerOf(rows(['1', 'Koné'], ['2', 'Yao']))).toBe(0)
    expect(headerOf(rows(['Alpha', 'Bêta'], ['1', '2']))).toBe(1)
    expect(headerOf([])).toBe(0)
  })
})

describe('a column', () => {
  it.each([
    ['Nom', 'lastName'],
    ['PRENOMS', 'firstNames'],
    [' Mle ', 'matricule'],
    ['Date de nais.', 'birthDate'],
    ['N° CNI', 'nationalId'],
    ['Echelon', 'echelon'],
    ['Truc', null],
  ])('« %s » is %s', (name, field) => {
    expect(fieldNamed(name)).toBe(field)
  })

  it('is one field, and no other column is', () => {
    expect(suggestions(['Nom', 'Nom de famille', 'x'])).toEqual(['lastName', null, null])
  })
})

describe('a cell says', () => {
  it.each([
    ['birthDate', '4/5/1990', '1990-05-04'],
    ['birthDate', '04-05-1990', '1990-05-04'],
    ['birthDate', '1990-05-04', '1990-05-04'],
    ['birthDate', '1990-05-04 00:00:00', '1990-05-04'],
    ['birthDate', '32997', '1990-05-04'],
    ['birthDate', '31/02/1990', '1990-02-31'],
    ['birthDate', 'hier', 'hier'],
    ['sex', 'Féminin', 'F'],
    ['sex', 'h', 'M'],
    ['maritalStatus', 'Mariée', 'marie'],
    ['maritalStatus', 'veuf', 'veuf'],
    ['class', '2ème classe', 'deuxieme'],
    ['class', 'Exceptionnelle', 'exceptionnelle'],
    ['grade', 'a 4', 'A4'],
    ['position', 'En activité', 'en_activite'],
    ['unit', 'drh', 'DRH'],
    ['unit', 'Direction des Ressources Humaines', 'DRH'],
    ['unit', 'Secrétariat', 'SECRÉTARIAT'],
    ['echelon', '2,0', '2'],
    ['indexPoints', '1\u202f010', '1010'],
    ['phone', '700001234', '0700001234'],
    ['lastName', ' =1+1', '=1+1'],
  ] as const)('%s « %s »: %s', (field, cell, value) => {
    expect(saidBy(field, cell, units)).toBe(value)
  })
})

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const row of rows) found.push(row)
  return found
}

import { describe, expect, it } from 'vitest'
import { BarList } from '../components/charts/bar-list'
import { Columns } from '../components/charts/columns'
import { DotScale } from '../components/charts/dot-scale'
import { Pyramid } from '../components/charts/pyramid'
import { frame, framed, type PageUser } from '../components/layout/frame'
import { Page } from '../components/layout/page'
import { TextField } from '../components/ui/field'
import { Table } from '../components/ui/table'

const hostile = `"><img src=x>'&`
const alice: PageUser = {
  name: 'KONÉ Alice',
  roleLabel: 'DRH',
  maySearch: true,
  nav: [item('accueil'), item('personnel')],
}
const bob: PageUser = { ...alice, name: 'ZADI Bob', nav: [item('accueil')] }

describe('the frame of a page', () => {
  it('is drawn for each person, their role and their place', () => {
    const open = (user: PageUser, current?: string) => frame({ title: 'Accueil', user, current })[0]
    expect(open(alice)).toContain('KONÉ Alice')
    expect(open(bob)).toContain('ZADI Bob')
    expect(open(bob)).not.toContain('KONÉ Alice')
    expect(open(bob)).not.toContain('/mppeep/personnel"><svg')
    expect(open({ ...alice, name: 'AKA Awa' })).toContain('AKA Awa')
    expect(open({ ...alice, roleLabel: 'Auditeur' })).toContain('Auditeur')
    expect(open({ ...alice, theme: 'dark' })).toContain('<html lang="fr" data-theme="dark">')
    expect(open(alice, 'personnel')).toMatch(/<a href="\/mppeep\/personnel" aria-current="page">/)
    expect(open(alice, 'accueil')).not.toMatch(/<a href="\/mppeep\/personnel" aria-current="page">/)
  })

  it('keeps what people type as text', () => {
    const [before] = frame({ title: hostile, search: hostile, user: { ...alice, name: hostile }, current: hostile })
    expect(before).not.toContain('<img')
    expect(before).toContain('<title>&quot;&gt;&lt;img src=x&gt;&#39;&amp; &mdash; MPPEEP</title>')
    expect(before).toContain('name="q" value="&quot;&gt;&lt;img src=x&gt;&#39;&amp;"')
  })

  it('is the same around a string and around bytes', () => {
    const place = { title: 'Tableau de bord', user: alice, current: 'accueil', search: 'koné', wide: true }
    const whole = String(<Page {...place}>{[<p>Été — 1</p>]}</Page>)
    expect(Buffer.from(framed(Buffer.from('<p>Été — 1</p>'), place)).toString()).toBe(whole)
  })

  it('offers no menu and no search to those who have not signed in', () => {
    expect(frame({ title: 'Connexion', user: null })[0]).not.toMatch(/<nav|role="search"|user-menu/)
  })
})

describe('what is shown inside', () => {
  it('a table writes text as text, figures in French, and says what is missing', () => {
    const html = String(
      <Table
        caption="Agents"
        columns={[
          { label: hostile, cell: (row: Row) => ({ text: row.name, href: `/x?q=${hostile}`, note: hostile }) },
          { label: 'Jours', numeric: true, cell: (row: Row) => row.days },
          { label: 'Fonction', cell: (row: Row) => row.post },
        ]}
        rows={[{ name: hostile, days: 1234, post: '' }]}
      />,
    )
    expect(html).not.toContain('<img')
    expect(html).toContain('<td class="num" data-label="Jours">1\u202f234</td>')
    expect(html).toContain('non renseigné')
  })

  it('a refused field is tied to its error and its help', () => {
    const html = String(<TextField name="nom" label="Nom" help="Aide" error="Indiquez le nom." value="x" required />)
    expect(html).toContain('for="champ-nom"')
    expect(html).toMatch(/<input[^>]* id="champ-nom"[^>]* aria-invalid="true"/)
    expect(html).toContain('aria-describedby="champ-nom-aide champ-nom-erreur"')
    expect(html).toContain('id="champ-nom-erreur"')
  })

  it.each([
    ['nothing', 0],
    ['something', 1234],
  ])('a drawing of %s has figures, links and names', (_, value) => {
    const side = { value, href: `/liste?x=${hostile}` }
    const segments = [{ ...side, label: hostile, tone: 2 as const }]
    const drawings = [
      <BarList id="a" title="T" rowHeading="R" rows={[{ label: hostile, href: '/r', segments }]} />,
      <Pyramid id="b" title="T" bands={[{ label: '20-24', women: side, men: side }]} />,
      <Columns
        id="c"
        title="T"
        periodHeading="P"
        series={[{ label: hostile, tone: 1 }]}
        periods={[{ label: hostile, columns: [side] }]}
      />,
      <DotScale
        id="d"
        title="T"
        rowHeading="R"
        overall={null}
        rows={[{ label: hostile, href: '/r', value: value ? 12.5 : null, marks: value }]}
      />,
    ].map(String)
    for (const html of drawings) {
      expect(html).not.toMatch(/NaN|undefined|Infinity|<img/)
      expect(html).toMatch(/<table class="table data">[\s\S]*<td class="num">/)
      expect(html).toContain('<a href="')
    }
    const columnHeight = /class="shape"[^>]* height="([\d.]+)"/.exec(drawings[2]!)?.[1]
    expect(columnHeight).toBe(value === 0 ? '0' : '150')
    const barWidth = /class="shape"[^>]* width="([\d.]+%)"/.exec(drawings[1]!)?.[1]
    expect(barWidth).toBe(value === 0 ? '0%' : '35%')
    expect(drawings[1]).toContain(`<title>Femmes, 20-24 ans\u202f: ${value === 0 ? '0' : '1\u202f234'}</title>`)
  })
})

type Row = { name: string; days: number; post: string }

function item(key: string): PageUser['nav'][number] {
  return { key, href: `/mppeep/${key}`, label: key, icon: 'home' }
}

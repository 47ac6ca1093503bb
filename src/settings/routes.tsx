import { Hono } from 'hono'
import { z } from 'zod'
import { SettingsHistory } from '../../components/settings/history'
import { SettingsPage } from '../../components/settings/page'
import { SettingsVersion } from '../../components/settings/version'
import { can } from '../actor'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, may, signedIn } from '../http/guards'
import { checked, formInput, queryInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { uploaded } from '../http/upload'
import { choice, optional } from '../lib/form'
import { inertPolicy } from '../lib/inert'
import { path } from '../lib/paths'
import { missing } from '../lib/problems'
import { changeForm, changeSettings, isProved, proofForm, returnForm, returnTo } from './change'
import { findChange, listChanges } from './history'
import { logoOf, removeLogo, wearLogo } from './logo'
import { type SectionName, sections } from './rules'
import { uploadLimitBytes } from './settings'
import { filledSection, latest } from './standing'

const names = Object.keys(sections) as [SectionName, ...SectionName[]]
const pageQuery = z.object({ rubrique: optional(choice(names)) })
const historyQuery = z.object({ avant: optional(z.string().regex(/^\d{1,15}$/, 'Rechargez la page.')) })

/** What the administrators decide for the whole house. */
export const settingsPages = new Hono<Env>()
  .get('/', signedIn(), may('settings.read'), (c) => page(c, queryInput(c, pageQuery).rubrique ?? 'organisation'))
  .put('/rubriques/:rubrique', signedIn(), may('settings.write'), refill(sectionPage), async (c) => {
    const section = sectionIn(c)
    await changeSettings(actorOf(c), section, await formInput(c, changeForm))
    return done(c, `/parametres?rubrique=${section}`)
  })
  .post('/logo', signedIn(), may('settings.write'), refill(logoPage), async (c) => {
    const { file, typed } = await uploaded(c, 'logo', { limitBytes: uploadLimitBytes() })
    await wearLogo(actorOf(c), file, checked(proofForm, typed).proof)
    return done(c, '/parametres?rubrique=logo')
  })
  .delete('/logo', signedIn(), may('settings.write'), refill(logoPage), async (c) => {
    const { typed } = await uploaded(c, 'logo', { limitBytes: uploadLimitBytes(), optional: true })
    await removeLogo(actorOf(c), checked(proofForm, typed).proof)
    return done(c, '/parametres?rubrique=logo')
  })
  .get('/versions', signedIn(), may('settings.read'), async (c) => {
    const { changes, next } = await listChanges(queryInput(c, historyQuery).avant)
    return render(c, { title: 'Paramètres, historique', current }, <SettingsHistory changes={changes} next={next} />)
  })
  .get('/versions/:version', signedIn(), may('settings.read'), (c) => versionPage(c))
  .put('/versions/:version/retour', signedIn(), may('settings.write'), refill(versionPage), async (c) => {
    await returnTo(actorOf(c), versionIn(c), await formInput(c, returnForm))
    return done(c, '/parametres/versions')
  })

/** For anybody: the sign-in page wears it too. Each version has an address of its own, so it is kept for ever. */
export const logo = new Hono<Env>().get('/:version', async (c) => {
  const png = await logoOf(c.req.param('version'))
  if (!png) throw missing('Cette image n’existe pas.')
  c.header('Cache-Control', 'public, max-age=31536000, immutable')
  c.header('Content-Security-Policy', inertPolicy)
  c.header('Content-Type', 'image/png')
  return c.body(new Uint8Array(png))
})

const current = 'parametres'

function sectionPage(c: Ctx, again?: Again): Promise<Response> {
  return page(c, sectionIn(c), again)
}

function logoPage(c: Ctx, again: Again): Promise<Response> {
  return page(c, 'logo', { ...again, typed: {} })
}

async function page(c: Ctx, section: SectionName, again?: Again): Promise<Response> {
  const actor = actorOf(c)
  const filled = await filledSection(section, again)
  const access = { write: can(actor, 'settings.write'), proved: isProved(actor) }
  const tabs = names.map((name) => ({ name, label: sections[name].label }))
  return render(
    c,
    { title: 'Paramètres', current },
    <SettingsPage {...filled} {...access} tabs={tabs} errors={again?.errors ?? []} problem={again?.problem} />,
  )
}

async function versionPage(c: Ctx, again?: Again): Promise<Response> {
  const actor = actorOf(c)
  const now = await latest()
  const change = await findChange(versionIn(c), now)
  const access = { write: can(actor, 'settings.write'), proved: isProved(actor) }
  return render(
    c,
    { title: 'Paramètres, une version', current },
    <SettingsVersion change={change} now={now.version} {...access} errors={again?.errors ?? []} />,
  )
}

function done(c: Ctx, where: string): Response {
  announce(c, 'modifie')
  return c.redirect(path(where), 303)
}

function sectionIn(c: Ctx): SectionName {
  const name = names.find((one) => one === c.req.param('rubrique'))
  if (!name) throw missing()
  return name
}

function versionIn(c: Ctx): string {
  const version = c.req.param('version') ?? ''
  if (!/^\d{1,15}$/.test(version)) throw missing()
  return version
}

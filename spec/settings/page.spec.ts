import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'
import { asShown, decide, place, send, tab } from './hand'

let site: TestSite
let admin: Client
let other: Client

beforeAll(async () => {
  site = await openSite()
  ;[admin, other] = [await site.as('admin'), await site.as('admin')]
})
afterAll(() => site.close())

async function versions(): Promise<number> {
  const [row] = await site.sql<[{ n: number }]>`select count(*)::int as n from settings`
  return row.n
}

describe('the settings', () => {
  it('are read by the auditor, who has no button, and by nobody else', async () => {
    const auditor = await site.as('auditeur')
    const page = await tab(auditor, 'organisation')
    expect(page.status).toBe(200)
    expect(page.text).not.toContain('Enregistrer</button>')
    const answer = await send(auditor, 'acces', { ...asShown(page), sessionIdleHours: '5' })
    expect(answer.status).toBe(403)
    for (const role of ['drh', 'rh', 'agent'] as const)
      expect((await (await site.as(role)).get(place)).status).toBe(403)
  })

  it.each([
    ['organisation', { organisationName: '' }, 'organisationName', 'obligatoire'],
    ['organisation', { contactEmail: 'x@' }, 'contactEmail', 'adresse électronique'],
    ['organisation', { contactPhone: 'appelez' }, 'contactPhone', 'numéro de téléphone'],
    ['organisation', { contactPhone: '123' }, 'contactPhone', 'numéro de téléphone'],
    ['organisation', { contactPhone: '06 20 00 00 12' }, 'contactPhone', 'numéro de téléphone'],
    ['organisation', { contactPhone: '27 20 00 00 123' }, 'contactPhone', 'numéro de téléphone'],
    ['acces', { sessionIdleHours: '0' }, 'sessionIdleHours', 'de 1 à 720'],
    ['acces', { sessionIdleHours: '12', sessionAbsoluteHours: '8' }, 'sessionIdleHours', 'dans tous les cas'],
    ['acces', { secondFactorGraceDays: '1.5' }, 'secondFactorGraceDays', 'de 0 à 90'],
    ['acces', { signInNotice: 'a'.repeat(501) }, 'signInNotice', '500'],
    ['dossiers', { uploadLimitMb: '51' }, 'uploadLimitMb', 'de 1 à 50'],
    ['dossiers', { matriculeModel: '(9+)+A' }, 'matriculeModel', 'dont au moins un 9'],
    ['dossiers', { matriculeModel: 'ABC' }, 'matriculeModel', 'dont au moins un 9'],
    ['evaluations', { weightTechnical: '31' }, 'weightTechnical', 'et non 101'],
    ['notifications', { mailByDefault: 'parfois' }, 'mailByDefault', 'valeur de la liste'],
    ['maintenance', { maintenanceMessage: 'a'.repeat(501) }, 'maintenanceMessage', '500'],
    ['acces', { autre: '1' }, 'autre', 'n’existe pas'],
  ])(
    '%s, wrongly filled (%#): said at the field, which keeps what was typed',
    async (section, changes, field, message) => {
      const before = await versions()
      const answer = await send(admin, section, { ...asShown(await tab(admin, section)), ...changes } as never)
      expect(answer.status).toBe(422)
      expect(answer.text).toMatch(new RegExp(`href="#champ-${field}">[^<]*${message}`))
      for (const typed of Object.values(changes))
        if (field !== 'autre' && field !== 'mailByDefault') expect(answer.text).toContain(typed)
      expect(await versions()).toBe(before)
    },
  )

  it('with a telephone of another shape, decided under a wider rule, go on being read, and the others change beside it', async () => {
    await site.sql`
      insert into settings (chosen) select chosen || '{"contactPhone": "1313"}' from settings order by version desc limit 1`
    await decide(admin, 'acces', { signInNotice: 'Bonjour' })
    const page = await tab(admin, 'organisation')
    expect(asShown(page).contactPhone).toBe('1313')
    for (const contactPhone of ['', '+225 27 20 00 00 12']) {
      await decide(admin, 'organisation', { contactPhone })
      expect(asShown(await tab(admin, 'organisation')).contactPhone).toBe(contactPhone)
    }
  })

  it('that are sent as they are write nothing', async () => {
    const before = await versions()
    await decide(admin, 'acces', {})
    expect(await versions()).toBe(before)
  })

  it('that change are a version with who and when, told by the journal with what was before', async () => {
    await decide(admin, 'acces', { sessionIdleHours: '24' })
    const [line] = await site.sql`
      select actor_name, target_kind, before, after from activities where event = 'settings.changed' order by id desc limit 1`
    expect(line).toMatchObject({
      target_kind: 'setting',
      before: { sessionIdleHours: 168 },
      after: { sessionIdleHours: 24 },
    })
    const history = await admin.get(`${place}/versions`)
    expect(history.text).toMatch(
      /Fin d’une session sans activité\u202f: <del>168\u00a0heures<\/del>.*<ins>24\u00a0heures<\/ins>/,
    )
    expect(history.text).toContain(line?.actor_name)
  })

  it('are returned to as they were at a version', async () => {
    await decide(admin, 'dossiers', { uploadLimitMb: '7' })
    const [wanted] = await site.sql<[{ version: string }]>`select max(version)::text as version from settings`
    await decide(admin, 'dossiers', { uploadLimitMb: '9' })
    const page = await admin.get(`${place}/versions/${wanted.version}`)
    expect(page.text).toMatch(/<del>9\u00a0Mo<\/del>.*<ins>7\u00a0Mo<\/ins>/)
    const before = await versions()
    const back = `${place}/versions/${wanted.version}/retour?_method=PUT`
    const answers = await Promise.all([admin.post(back, asShown(page)), other.post(back, asShown(page))])
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect(await versions()).toBe(before + 1)
    expect(asShown(await tab(admin, 'dossiers')).uploadLimitMb).toBe('7')
    await decide(admin, 'dossiers', { uploadLimitMb: '8' })
    const late = await other.post(back, asShown(page))
    expect(late.status).toBe(409)
    expect(late.text).toContain('modifiés depuis que vous les avez ouverts')
    expect(asShown(await tab(admin, 'dossiers')).uploadLimitMb).toBe('8')
    expect((await admin.get(`${place}/versions/999999`)).status).toBe(404)
    expect((await admin.get(`${place}/versions/x`)).status).toBe(404)
  })
})

describe('two administrators at once', () => {
  it('the second is shown what the first decided, and keeps what was typed', async () => {
    const [mine, theirs] = [asShown(await tab(admin, 'acces')), asShown(await tab(other, 'acces'))]
    expect((await send(other, 'acces', { ...theirs, secondFactorGraceDays: '3' })).status).toBe(303)
    const late = await send(admin, 'acces', { ...mine, signInNotice: 'Bonjour à tous' })
    expect(late.status).toBe(409)
    expect(late.text).toContain('modifiés depuis que vous les avez ouverts')
    expect(late.text).toMatch(/Délai pour activer le second facteur.*3\u00a0jours.*reprend la nouvelle valeur/s)
    const again = asShown(late)
    expect(again).toMatchObject({ signInNotice: 'Bonjour à tous', secondFactorGraceDays: '3' })
    expect((await send(admin, 'acces', again)).status).toBe(303)
    const now = asShown(await tab(admin, 'acces'))
    expect(now).toMatchObject({ signInNotice: 'Bonjour à tous', secondFactorGraceDays: '3' })
  })

  it('on two tabs, both are heard', async () => {
    const [mine, theirs] = [asShown(await tab(admin, 'dossiers')), asShown(await tab(other, 'acces'))]
    expect((await send(other, 'acces', { ...theirs, secondFactorGraceDays: '4' })).status).toBe(303)
    expect((await send(admin, 'dossiers', { ...mine, uploadLimitMb: '11' })).status).toBe(303)
    expect(asShown(await tab(admin, 'acces')).secondFactorGraceDays).toBe('4')
  })

  it('with the very same form at the same moment, one version is written', async () => {
    const form = { ...asShown(await tab(admin, 'dossiers')), uploadLimitMb: '12' }
    const before = await versions()
    const answers = await Promise.all([1, 2, 3, 4].map(() => send(admin, 'dossiers', form)))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303])
    expect(await versions()).toBe(before + 1)
  })
})

describe('somebody who has not given the password for a while', () => {
  it('gives it again, at its field, and loses nothing of what was typed', async () => {
    const late = await site.as('admin')
    await site.sql`update sessions set proved_at = now() - interval '1 hour'`
    await site.redis?.stop()
    const page = await tab(late, 'organisation')
    const form = { ...asShown(page), contactPhone: '27 20 00 00 12' }
    expect(page.text).toContain('name="proof"')
    for (const proof of ['', 'faux']) {
      const answer = await send(late, 'organisation', { ...form, proof })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('id="champ-proof-erreur"')
      expect(asShown(answer).contactPhone).toBe('27 20 00 00 12')
    }
    expect((await send(late, 'organisation', { ...form, proof: castPassword })).status).toBe(303)
  })
})

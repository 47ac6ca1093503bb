import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { describeOnRedis, until } from '../redis/server'
import type { Client } from '../support/client'
import { TwoSites } from '../support/two-sites'
import { decide } from './hand'

describeOnRedis('what is decided at one process', () => {
  const sites = new TwoSites()
  const isShown = async (name: string) => (await new Shown(sites).page()).includes(`${name}</a>`)

  it('is in force at the other at once, when it hears', async () => {
    const admin = await sites.here.as('admin')
    await sites.hearing()
    expect(await decided(admin, 'ENTENDU')).toBeLessThan(1_000)
  })

  it('is in force there within two seconds with Redis away', async () => {
    const admin = await sites.here.as('admin')
    await sites.server.kill()
    expect(await decided(admin, 'SANSREDIS')).toBeLessThan(2_000)
  })

  it('stays what it was where it cannot be read', async () => {
    const admin = await sites.here.as('admin')
    await decided(admin, 'AVANT')
    await sites.here.sql`alter table settings rename to settings_away`
    const { settings, refreshSettings } = await import('../../src/settings/settings')
    await expect(refreshSettings()).rejects.toThrow()
    expect(settings().organisationShortName).toBe('AVANT')
    expect(await isShown('AVANT')).toBe(true)
    // two rounds of looking: the log says it once, and once that it is over
    const said = (event: string) => sites.here.log.filter((line) => line['event.name'] === event)
    await delay(4_000)
    expect(said('settings.away')).toHaveLength(1)
    expect(JSON.stringify(said('settings.away'))).not.toContain('stack')
    expect(said('settings.back')).toEqual([])
    await sites.here.sql`alter table settings_away rename to settings`
    await until(() => said('settings.back').length > 0, 4_000)
    expect(said('settings.back')).toMatchObject([{ duration_ms: expect.any(Number) }])
    // nor is what makes no sense
    await sites.here.sql`insert into settings (chosen) values ('{"uploadLimitMb": "beaucoup"}')`
    await refreshSettings()
    expect(settings()).toMatchObject({ organisationShortName: 'AVANT', uploadLimitMb: 10 })
  })

  /** ms from the answer at one process until the other shows it. */
  async function decided(admin: Client, name: string): Promise<number> {
    await decide(admin, 'organisation', { organisationShortName: name })
    const began = performance.now()
    await until(() => isShown(name), 4_000)
    return performance.now() - began
  }
})

class Shown {
  constructor(private readonly sites: TwoSites) {}

  async page(): Promise<string> {
    return (await this.sites.there.visitor().get('/mppeep/connexion')).text
  }
}

import { expect, it } from 'vitest'
import { place } from '../support/authenticator'
import { describeInBrowser, siteInBrowser } from '../support/browser'
import { offeredOn, readCode } from '../support/camera'

describeInBrowser('the code of a second factor, on a narrow screen', () => {
  const there = siteInBrowser()

  it.each(['light', 'dark'] as const)('is read from a picture of the page, %s', async (scheme) => {
    const page = await there.windows.open({ as: 'agent', width: 360, scheme })
    await page.goto(place)
    const begin = page.getByRole('button', { name: 'Commencer' })
    if (await begin.isVisible()) await begin.click()
    await page.getByRole('heading', { name: 'Donner le premier code' }).waitFor()
    const uri = offeredOn(await page.content())
    const code = page.locator('main svg[role="img"]')
    await code.scrollIntoViewIfNeeded()
    expect(await readCode(await page.screenshot())).toBe(uri)
    expect(await readCode(await page.screenshot({ fullPage: true }))).toBe(uri)
    const box = (await code.boundingBox())!
    expect(box.x + box.width).toBeLessThanOrEqual(360)
  })
})

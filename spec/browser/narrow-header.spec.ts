import { expect, it } from 'vitest'
import { describeInBrowser, siteInBrowser } from '../support/browser'

describeInBrowser('the search box of the header', () => {
  const there = siteInBrowser()

  it.each([
    ['drh', 360],
    ['admin', 360],
    ['drh', 1024],
  ] as const)('shows %s what it may be asked at %i px, or that there is more of it', async (as, width) => {
    const page = await there.windows.open({ as, width })
    await page.goto('/mppeep/accueil')
    expect(await page.getAttribute('#recherche', 'placeholder')).toMatch(/page/iu)
    expect(await page.evaluate(sign)).toBe('ellipsis')
    if (width > 1000) expect(await page.evaluate(hidden)).toBe(0)
  })
})

const sign = `getComputedStyle(document.querySelector('#recherche')).textOverflow`
/** How far the box must be scrolled to the end of its placeholder, written in it. */
const hidden = `document.fonts.ready.then(() => {
  const box = document.querySelector('#recherche')
  box.value = box.placeholder
  box.scrollLeft = 1000
  return box.scrollLeft
})`

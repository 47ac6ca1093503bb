import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { place } from '../support/authenticator'
import { offeredOn, readCode } from '../support/camera'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

let site: TestSite
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

it.each(['agent', 'admin', 'drh'] as const)('the key of %s is read from what is drawn, at any size', async (role) => {
  const client = await site.as(role)
  await client.post(`${place}/cle`, { proof: castPassword })
  const { text } = await client.get(place)
  const svg = /<svg role="img".*?<\/svg>/s.exec(text)![0].replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"')
  expect(offeredOn(text)).toMatch(/^otpauth:\/\/totp\/.*secret=[A-Z2-7]{32}&/)
  for (const size of [232, 464, 1_000])
    expect(await readCode(await sharp(Buffer.from(svg)).resize(size).png().toBuffer())).toBe(offeredOn(text))
})

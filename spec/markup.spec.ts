import { HtmlValidate } from 'html-validate'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { everyPage, type Shown } from './support/pages'
import { openSite, type TestSite } from './support/site'

let site: TestSite
let pages: Shown[]

beforeAll(async () => {
  site = await openSite()
  pages = await everyPage(site)
})
afterAll(() => site.close())

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended'],
  rules: {
    // how hono/jsx prints: `<input/>`, `required=""`; the HTML standard allows each of them
    'void-style': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    // for search engines, which never come here; a title is as long as a person's name
    'long-title': 'off',
    // boxes of one name are one answer, the columns to show
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button'] }],
  },
})

it('is valid HTML on every page of every kind', async () => {
  const found: string[] = []
  for (const { name, html } of pages) {
    // JSX reads an escape of JavaScript as it stands
    if (/\\u[0-9a-f]{4}/.test(html)) found.push(`${name}: shows an escape`)
    const report = await validator.validateString(html)
    for (const { messages } of report.results) {
      for (const { ruleId, message, selector } of messages) found.push(`${name}: ${ruleId}: ${message} (${selector})`)
    }
  }
  expect(pages.length).toBeGreaterThan(40)
  expect(found).toEqual([])
})

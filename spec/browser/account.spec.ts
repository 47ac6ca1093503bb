import { expect, it } from 'vitest'
import { bothWays, describeInBrowser, siteInBrowser } from '../support/browser'
import { linkFor, password, peopleWithout } from '../users/paper'

const place = '/mppeep/utilisateurs'

describeInBrowser('an account', () => {
  const there = siteInBrowser()

  it.each(bothWays)('%s: is opened, sent a letter, given a password by its owner, and signed into', async (_, way) => {
    const people = await peopleWithout(there.site, 2)
    const [person, email] = [people[way.javaScript ? 1 : 0]!, way.javaScript ? 'a@mppeep.example' : 'b@mppeep.example']
    const page = await there.windows.open({ as: 'admin', ...way })
    await page.goto(place)
    await page.getByRole('link', { name: 'Ouvrir un compte' }).click()
    await page.getByLabel('Nom ou matricule').fill(person.matricule)
    await page.getByRole('button', { name: 'Chercher', exact: true }).click()
    await page.getByRole('link', { name: person.name }).click()
    await page.getByLabel(/^Adresse électronique/).fill('drh@mppeep.example')
    await page.getByRole('button', { name: 'Ouvrir le compte' }).click()
    // of somebody else: said at the field, with what was typed
    await page.locator('.notice.loss').waitFor()
    expect(await page.getByLabel(/^Adresse électronique/).inputValue()).toBe('drh@mppeep.example')
    await page.getByLabel(/^Adresse électronique/).fill(email)
    await page.getByRole('button', { name: 'Ouvrir le compte' }).click()
    await page.waitForURL(/\/utilisateurs\/[0-9a-f-]{36}$/)
    expect(await page.locator('.notice.good').innerText()).toContain('Le compte est ouvert.')
    expect(await page.locator('h1').innerText()).toBe(person.name)

    const owner = await there.windows.open(way)
    await owner.goto(await linkFor(there.site, email))
    await owner.getByLabel(/^Mot de passe\b(?!.*seconde)/).fill(password)
    await owner.getByLabel(/une seconde fois/).fill(password)
    await owner.getByRole('button', { name: 'Choisir ce mot de passe' }).click()
    await owner.waitForURL(/\/connexion$/)
    await owner.getByLabel(/^Adresse électronique/).fill(email)
    await owner.getByLabel(/^Mot de passe/).fill(password)
    await owner.getByRole('button', { name: 'Se connecter' }).click()
    await owner.waitForURL(/\/accueil$/)

    await page.getByRole('link', { name: 'Donner un rôle' }).click()
    await page.getByLabel(/^Rôle/).selectOption({ label: 'Auditeur' })
    await page.getByRole('button', { name: 'Donner ce rôle' }).click()
    await page.waitForURL(/\/utilisateurs\/[0-9a-f-]{36}$/)
    await owner.goto(place)
    expect(await owner.locator('h1').innerText()).toBe('Utilisateurs')
  })
})

import { expect, it } from 'vitest'
import { bothWays, describeInBrowser, siteInBrowser } from '../support/browser'
import { desk, own, pdf } from './hand'

describeInBrowser('a correction in a browser', () => {
  const there = siteInBrowser()

  it.each(bothWays)('is asked, refused, asked again and accepted, %s', async (_how, options) => {
    const { site, windows } = there
    const agent = await windows.open({ as: 'agent', ...options })
    const hr = await windows.open({ as: 'gestionnaire', ...options })
    const document = { name: 'certificat de résidence.pdf', mimeType: 'application/pdf', buffer: pdf() }
    const address = options.javaScript ? 'Bingerville' : 'Grand-Bassam'

    await agent.goto(`${site.origin}/mppeep/profil`)
    await agent.getByRole('link', { name: 'Corriger mon dossier' }).click()
    await agent.getByRole('link', { name: 'Demander une correction' }).click()
    await agent.getByLabel('Commune ou ville').fill(address)
    await agent.getByRole('button', { name: 'Envoyer la demande' }).click()
    // what was typed is still there, and the proof is asked for at its field
    await agent.getByText('Joignez un justificatif').first().waitFor()
    expect(await agent.getByLabel('Commune ou ville').inputValue()).toBe(address)
    await agent.getByLabel('Justificatif').setInputFiles(document)
    await agent.getByRole('button', { name: 'Envoyer la demande' }).click()
    await agent.getByRole('heading', { name: 'Ma demande de correction' }).waitFor()

    await hr.goto(`${site.origin}/mppeep/accueil`)
    await hr.getByRole('link', { name: /Correction à traiter/ }).click()
    await hr.getByRole('table').getByRole('link').first().click()
    const [download] = await Promise.all([
      hr.waitForEvent('download'),
      hr.getByRole('link', { name: /Télécharger certificat/ }).click(),
    ])
    expect(download.suggestedFilename()).toBe('certificat de résidence.pdf')
    await hr.getByLabel('Motif du refus').fill('Document illisible')
    await hr.getByRole('button', { name: 'Refuser' }).click()
    await hr.getByText('Rien à traiter').waitFor()

    await agent.reload()
    await agent.getByText('Document illisible').waitFor()
    await agent.goto(`${site.origin}${own}/nouvelle`)
    await agent.getByLabel('Commune ou ville').fill(address)
    await agent.getByLabel('Justificatif').setInputFiles(document)
    await agent.getByRole('button', { name: 'Envoyer la demande' }).click()
    await agent.getByRole('heading', { name: 'Ma demande de correction' }).waitFor()
    await hr.goto(`${site.origin}${desk}`)
    await hr.getByRole('table').getByRole('link').first().click()
    await hr.getByRole('button', { name: 'Accepter la correction' }).click()
    await hr.getByText('Rien à traiter').waitFor()
    const [row] = await site.sql<[{ address: string }]>`
      select address from personnel where id = (select person_id from users where email = 'agent@mppeep.example')`
    expect(row.address).toBe(address)
  })

  it.each(bothWays)('keeps its file when the form is refused, %s', async (_how, options) => {
    const { site, windows } = there
    const chef = await windows.open({ as: 'chef', ...options })
    const children = options.javaScript ? '8' : '9'
    await site.sql`delete from corrections`
    await chef.goto(`${site.origin}${own}/nouvelle`)
    await chef.getByLabel('Enfants').fill(children)
    await chef.getByLabel('Téléphone', { exact: true }).fill('12')
    const document = { name: 'acte.pdf', mimeType: 'application/pdf', buffer: pdf() }
    await chef.getByLabel('Justificatif').setInputFiles(document)
    await chef.getByRole('button', { name: 'Envoyer la demande' }).click()
    await chef.getByText('est gardé une demi-heure').waitFor()
    // another one, too large: the form is there, with all of it
    const large = { ...document, name: 'scan.pdf', buffer: Buffer.alloc(12 * 1_048_576, '%') }
    await chef.getByLabel('Autre justificatif').setInputFiles(large)
    await chef.getByLabel('Précision').fill('Née le 3 mars')
    await chef.getByRole('button', { name: 'Envoyer la demande' }).click()
    await chef.getByText('Le fichier dépasse 10').first().waitFor()
    expect(await chef.getByLabel('Précision').inputValue()).toBe('Née le 3 mars')
    expect(await chef.getByLabel('Enfants').inputValue()).toBe(children)
    await chef.getByText('est gardé une demi-heure').waitFor()
    const phone = chef.getByLabel('Téléphone', { exact: true })
    await phone.fill('')
    await chef.getByRole('button', { name: 'Envoyer la demande' }).click()
    await chef.getByRole('heading', { name: 'Ma demande de correction' }).waitFor()
    await chef.getByRole('link', { name: /acte\.pdf/ }).waitFor()
  })
})

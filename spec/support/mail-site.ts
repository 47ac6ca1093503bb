import { type Mailbox, openMailbox } from './mailbox'
import { freePort, openSite, type SiteOptions, type TestSite } from './site'

export type MailSite = TestSite & { mailbox: Mailbox }

/** The site with its worker, and the server of mail that its letters go to. */
export async function openMailSite(options: SiteOptions = {}): Promise<MailSite> {
  const mailbox = await openMailbox(await freePort())
  const site = await openSite({
    ...options,
    env: { SMTP_URL: mailbox.url, MAIL_FROM: 'drh@mppeep.example', ...options.env },
  })
  const { startWork } = await import('../../src/work')
  const work = startWork()
  return {
    ...site,
    mailbox,
    async close() {
      await work.stop()
      await site.close()
      await mailbox.close()
    },
  }
}

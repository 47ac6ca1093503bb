/** The package, which the build puts into a file of its own: only a process that sends a letter reads it. */
export { createTransport } from 'nodemailer'

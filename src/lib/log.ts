import pino, { type Logger } from 'pino'
import { readable } from './log-line'

/** One JSON object per line on standard output (OpenTelemetry names); replaced once at boot. */
export let log: Logger = pino({ level: 'silent' })

/** Never in a log line, wherever it stands. */
const secret = ['password', 'token', 'cookie', 'authorization', 'set-cookie']

/** `to`: elsewhere than standard output. */
export function configureLog(options: {
  level: string
  format: 'json' | 'pretty'
  version: string
  to?: pino.DestinationStream
}): void {
  const destination = options.to ?? (options.format === 'pretty' ? prettyStream() : gathered())
  log = pino(
    {
      level: options.level,
      messageKey: 'event.name',
      base: { 'process.pid': process.pid, 'service.version': options.version },
      timestamp,
      formatters: { level: (label) => ({ severity_text: label.toUpperCase() }) },
      redact: { paths: [...secret, ...secret.map((name) => `*["${name}"]`)], censor: '…' },
    },
    destination,
  )
}

let moment = { at: 0, written: '' }

/** Written once for all the lines of a millisecond. */
function timestamp(): string {
  const at = Date.now()
  if (moment.at !== at) moment = { at, written: `,"timestamp":"${new Date(at).toISOString()}"` }
  return moment.written
}

/** Resolves once what was logged so far has left the process. */
export function flushLog(): Promise<void> {
  return new Promise((resolve) => log.flush(() => resolve()))
}

/** ms for which lines wait for others: a write for each would cost more than all the rest of a short answer. */
const gathering = 10

function gathered(): pino.DestinationStream & { flush(done: (error?: Error) => void): void } {
  const output = pino.destination({ fd: 1, sync: false })
  let lines = ''
  const pass = () => {
    if (lines !== '') output.write(lines)
    lines = ''
  }
  return {
    write(line) {
      if (lines === '') setTimeout(pass, gathering)
      lines += line
    },
    flush(done) {
      pass()
      output.flush(done)
    },
  }
}

/** For people at a terminal. */
function prettyStream(): pino.DestinationStream {
  return { write: (line: string) => process.stdout.write(`${readable(JSON.parse(line))}\n`) }
}

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
  const destination =
    options.to ?? (options.format === 'pretty' ? prettyStream() : pino.destination({ fd: 1, sync: false }))
  log = pino(
    {
      level: options.level,
      messageKey: 'event.name',
      base: { 'process.pid': process.pid, 'service.version': options.version },
      timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ severity_text: label.toUpperCase() }) },
      redact: { paths: [...secret, ...secret.map((name) => `*["${name}"]`)], censor: '…' },
    },
    destination,
  )
}

/** Resolves once what was logged so far has left the process. */
export function flushLog(): Promise<void> {
  return new Promise((resolve) => log.flush(() => resolve()))
}

/** For people at a terminal. */
function prettyStream(): pino.DestinationStream {
  return { write: (line: string) => process.stdout.write(`${readable(JSON.parse(line))}\n`) }
}

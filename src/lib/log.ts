import pino, { type Logger } from 'pino'

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

/** For people at a terminal: time, level, event, then the fields that say something. */
function prettyStream(): pino.DestinationStream {
  const hidden = new Set(['severity_text', 'timestamp', 'event.name', 'process.pid', 'service.version'])
  return {
    write(line: string) {
      const entry = JSON.parse(line) as Record<string, unknown>
      const fields = Object.entries(entry)
        .filter(([key, value]) => !hidden.has(key) && value !== null)
        .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
      const time = String(entry.timestamp).slice(11, 23)
      process.stdout.write(`${time} ${entry.severity_text} ${entry['event.name']} ${fields.join(' ')}\n`)
    },
  }
}

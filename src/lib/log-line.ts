/** A line of the log as an object, whatever stands before it (`site-1  | {…}`); nothing for a line that is not one. */
export function parseLine(line: string): Record<string, unknown> | undefined {
  const start = line.indexOf('{')
  if (start === -1) return undefined
  try {
    return JSON.parse(line.slice(start)) as Record<string, unknown>
  } catch {
    return undefined
  }
}

const hidden = new Set(['severity_text', 'timestamp', 'event.name', 'process.pid', 'service.version'])

/** For people at a terminal: time, level, event, then the fields that say something. */
export function readable(entry: Record<string, unknown>): string {
  const fields = Object.entries(entry)
    .filter(([key, value]) => !hidden.has(key) && value !== null)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  const time = String(entry.timestamp).slice(11, 23)
  return harmless(`${time} ${entry.severity_text} ${entry['event.name']} ${fields.join(' ')}`)
}

/** What a file holds must not command the terminal it is shown on (CWE-150). */
function harmless(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (sign) => {
    return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

import { readFileSync } from 'node:fs'

/**
 * `node --import`: the clock on the wall is so many ms ahead of the machine's (or behind it) as the file that DRILL_CLOCK names
 * says, looked at again and again. What only goes forward (`performance`, timers) is left alone, as when a clock is set.
 */
const file = process.env.DRILL_CLOCK
const Real = Date
let ahead = 0

function look() {
  ahead = Number(readFileSync(file, 'utf8'))
}

globalThis.Date = class extends Real {
  constructor(...asked) {
    if (asked.length > 0) super(...asked)
    else super(Real.now() + ahead)
  }

  static now() {
    return Real.now() + ahead
  }
}
look()
setInterval(look, 25).unref()

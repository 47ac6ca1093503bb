import { describe } from 'vitest'
import { limitsHold } from './recovery-limits'

describe('asking for a new password with Redis away', () => limitsHold(false))

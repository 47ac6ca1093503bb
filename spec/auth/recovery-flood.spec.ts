import { describe } from 'vitest'
import { floodHolds } from './recovery-flood'

describe('strangers who ask for a new password', () => floodHolds(true))

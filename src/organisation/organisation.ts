export { listUnits, type UnitInTree } from './queries'

export { listUnits, listUnitsWithin, type UnitInTree } from './queries'

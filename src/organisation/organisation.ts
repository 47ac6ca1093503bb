export { closeUnit, closingForm, deleteUnit, reopenUnit } from './closing'
export { mergeForm, mergeUnit, moveForm, moveUnit, preview } from './moves'
export { listOpenUnits, listUnits, listUnitsWithin, type UnitInTree } from './queries'
export { changeUnit, chiefForm, createUnit, nameChief, newUnitForm, unitForm, vacate } from './units'

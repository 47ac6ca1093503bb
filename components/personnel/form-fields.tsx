import { classes, maritalStatuses, positions, sexes } from '../../src/lib/civil-service'
import { number } from '../../src/lib/french'
import { givenGrades } from '../../src/lib/grade-list'
import { describeModel } from '../../src/lib/matricule'
import { organisation } from '../../src/lib/organisation'
import type { Person } from '../../src/personnel/person'
import { type Choice, DateField, RadioField, SelectField, TextField } from '../ui/field'
import { Terms } from '../ui/help'
import { fieldLabels, type UnitChoice } from './labels'

export type Fields = {
  values: Record<string, string>
  units: UnitChoice[]
  errorOf: (field: string) => string | undefined
}

/** No field has a `maxlength`: a browser cuts without a word what is pasted, and the server says what is too long. */
export function IdentityFields(form: Fields) {
  return (
    <fieldset>
      <legend>Identité</legend>
      <div class="pair">
        <TextField
          {...field(form, 'matricule')}
          help={describeModel(organisation().matriculeModel)}
          spellcheck={false}
          required
        />
        <RadioField {...field(form, 'sex')} choices={choices(sexes)} required />
      </div>
      <div class="pair">
        <TextField {...field(form, 'lastName')} autocomplete="off" required />
        <TextField {...field(form, 'firstNames')} autocomplete="off" required />
      </div>
      <div class="pair">
        <TextField {...field(form, 'maidenName')} />
        <TextField {...field(form, 'nationality')} />
      </div>
      <div class="pair">
        <DateField {...field(form, 'birthDate')} required />
        <TextField {...field(form, 'birthPlace')} />
      </div>
      <div class="pair">
        <SelectField {...field(form, 'maritalStatus')} choices={choices(maritalStatuses)} blank="Non renseignée" />
        <TextField {...field(form, 'children')} inputmode="numeric" />
      </div>
      <div class="pair">
        <TextField {...field(form, 'nationalId')} help={'«\u202fCI\u202f» et neuf chiffres.'} spellcheck={false} />
        <TextField {...field(form, 'passport')} spellcheck={false} />
      </div>
    </fieldset>
  )
}

export function ContactFields(form: Fields) {
  return (
    <fieldset>
      <legend>Coordonnées</legend>
      <div class="pair">
        <TextField {...field(form, 'phone')} type="tel" help={'Par exemple 07\u00a000\u00a000\u00a012\u00a034.'} />
        <TextField {...field(form, 'otherPhone')} type="tel" />
      </div>
      <div class="pair">
        <TextField {...field(form, 'workEmail')} type="email" />
        <TextField {...field(form, 'personalEmail')} type="email" />
      </div>
      <div class="pair">
        <TextField {...field(form, 'address')} />
        <TextField {...field(form, 'poBox')} />
      </div>
    </fieldset>
  )
}

export function PostFields({ heldPoints, ...form }: Fields & { heldPoints: number | null }) {
  const held = heldPoints === null ? '' : ` Actuellement ${number(heldPoints)}.`
  return (
    <fieldset>
      <legend>Poste et grade</legend>
      <TextField {...field(form, 'jobTitle')} />
      <SelectField {...field(form, 'unit')} choices={unitChoices(form.units)} blank="Choisissez une unité" required />
      <div class="pair">
        <SelectField
          {...field(form, 'grade')}
          choices={givenGrades(form.values.grade).map(itself)}
          blank="Choisissez un grade"
          required
        />
        <SelectField {...field(form, 'class')} choices={choices(classes)} blank="Choisissez une classe" required />
      </div>
      <div class="pair">
        <TextField {...field(form, 'echelon')} inputmode="numeric" required />
        <TextField
          {...field(form, 'indexPoints')}
          inputmode="numeric"
          help={`Laissé vide, celui de la grille.${held}`}
        />
      </div>
      <SelectField {...field(form, 'position')} choices={choices(positions)} />
      <Terms
        terms={['grade', 'classe', 'echelon', 'indice', 'position', 'detachement', 'disponibilite', 'hors_cadre']}
      />
      <div class="pair">
        <DateField {...field(form, 'recruitedOn')} required />
        <DateField {...field(form, 'startedOn')} required />
      </div>
    </fieldset>
  )
}

/** What the career keeps of a nomination, or of a change of unit, grade or position. */
export function MovementFields({ isNew, ...form }: Fields & { isNew: boolean }) {
  const decision = (
    <TextField
      name="decisionNumber"
      label="Numéro de décision"
      value={form.values.decisionNumber}
      error={form.errorOf('decisionNumber')}
    />
  )
  if (isNew) {
    return (
      <fieldset>
        <legend>Nomination</legend>
        {decision}
      </fieldset>
    )
  }
  return (
    <fieldset>
      <legend>Mouvement</legend>
      <p class="help">
        Si l’unité, le grade, la classe, l’échelon ou la position changent, la carrière garde cette date et ce numéro.
      </p>
      <div class="pair">
        <DateField
          name="effectiveOn"
          label="Date d’effet"
          value={form.values.effectiveOn}
          error={form.errorOf('effectiveOn')}
          help="Laissée vide, aujourd’hui."
        />
        {decision}
      </div>
    </fieldset>
  )
}

function field({ values, errorOf }: Fields, name: keyof Person) {
  return { name, label: fieldLabels[name], value: values[name], error: errorOf(name) }
}

function choices(labels: Record<string, string>): Choice[] {
  return Object.entries(labels).map(([value, label]) => ({ value, label }))
}

function itself(value: string): Choice {
  return { value, label: value }
}

function unitChoices(units: UnitChoice[]): Choice[] {
  return units.map(({ code, name, depth }) => ({ value: code, label: '\u2003'.repeat(depth) + name }))
}

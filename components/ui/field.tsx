import { controlOf, Field, FieldNotes, type FieldProps, fieldId, Required } from './control'

export { Field, type FieldProps, fieldId } from './control'

export type TextFieldProps = FieldProps & {
  value?: string | null
  type?: 'text' | 'email' | 'tel' | 'password' | 'search' | 'number' | 'url'
  autocomplete?: string
  inputmode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | 'search'
  placeholder?: string
  maxlength?: number
  min?: number
  max?: number
  step?: number | 'any'
  autofocus?: boolean
  readonly?: boolean
  spellcheck?: boolean
}

export function TextField({ value, type = 'text', ...props }: TextFieldProps) {
  return (
    <Field {...props}>
      <input type={type} value={value ?? ''} {...controlOf(props)} />
    </Field>
  )
}

/** `value`, `min` and `max` as ISO dates; the browser shows them in the reader's own way. */
export function DateField({
  value,
  ...props
}: FieldProps & { value?: string | null; min?: string; max?: string; autocomplete?: string }) {
  return (
    <Field {...props}>
      <input type="date" value={value ?? ''} {...controlOf(props)} />
    </Field>
  )
}

export function TextArea({
  value,
  rows = 4,
  ...props
}: FieldProps & { value?: string | null; rows?: number; maxlength?: number }) {
  return (
    <Field {...props}>
      <textarea rows={rows} {...controlOf(props)}>
        {value ?? ''}
      </textarea>
    </Field>
  )
}

export type Choice = { value: string; label: string; disabled?: boolean }
export type ChoiceGroup = { label: string; choices: Choice[] }

export type SelectFieldProps = FieldProps & {
  value?: string | null
  choices: (Choice | ChoiceGroup)[]
  /** The first line, worth the empty value; none when the list has no « nothing ». */
  blank?: string
  autofocus?: boolean
}

export function SelectField({ value, choices, blank, ...props }: SelectFieldProps) {
  return (
    <Field {...props}>
      <select {...controlOf(props)}>
        {blank !== undefined && <option value="">{blank}</option>}
        {choices.map((entry) =>
          'choices' in entry ? (
            <optgroup label={entry.label}>{entry.choices.map((choice) => option(choice, value))}</optgroup>
          ) : (
            option(entry, value)
          ),
        )}
      </select>
    </Field>
  )
}

export function CheckField({ checked, value = 'oui', ...props }: FieldProps & { checked?: boolean; value?: string }) {
  return (
    <div class={props.error ? 'field has-error' : 'field'}>
      <label class="choice">
        <input type="checkbox" value={value} checked={checked} {...controlOf(props)} />
        <span>
          {props.label}
          {props.required && <Required />}
        </span>
      </label>
      <FieldNotes {...props} />
    </div>
  )
}

export function RadioField({ value, choices, ...props }: FieldProps & { value?: string | null; choices: Choice[] }) {
  const { id, ...shared } = controlOf(props)
  const { 'aria-describedby': notes, 'aria-invalid': _, ...control } = shared
  return (
    <fieldset class={props.error ? 'field has-error' : 'field'} aria-describedby={notes}>
      <legend>
        {props.label}
        {props.required && <Required />}
      </legend>
      <div class="choices">
        {choices.map((choice, index) => (
          <label class="choice">
            <input
              type="radio"
              id={index === 0 ? id : `${fieldId(props.name)}-${index}`}
              value={choice.value}
              checked={choice.value === value}
              disabled={choice.disabled}
              {...control}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
      <FieldNotes {...props} />
    </fieldset>
  )
}

function option(choice: Choice, value: string | null | undefined) {
  return (
    <option value={choice.value} selected={choice.value === value} disabled={choice.disabled}>
      {choice.label}
    </option>
  )
}

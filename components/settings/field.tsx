import type { Filled } from '../../src/settings/standing'
import { CheckField, SelectField, TextArea, TextField } from '../ui/field'

/** A setting as it is asked for. */
export function SettingField({ field, error }: { field: Filled; error?: string }) {
  const { name, value, label, help } = field
  const shared = { name, label, help, error }
  switch (field.kind) {
    case 'check':
      return <CheckField {...shared} checked={value === 'oui'} />
    case 'area':
      return <TextArea {...shared} value={value} maxlength={500} />
    case 'choice':
      return <SelectField {...shared} value={value} choices={field.choices} />
    case 'whole':
      return (
        <TextField
          {...shared}
          value={value}
          type="number"
          min={field.min}
          max={field.max}
          inputmode="numeric"
          required
        />
      )
    case 'email':
    case 'tel':
      return <TextField {...shared} value={value} type={field.kind} autocomplete="off" />
    case 'text':
      return <TextField {...shared} value={value} autocomplete="off" required />
    case 'logo':
      return null
  }
}

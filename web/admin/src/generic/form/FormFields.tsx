import { Box } from '@mui/material';
import type { Field } from '../../api/schema';
import { FieldInput } from '../inputs/FieldInput';
import { isWide } from './fields';

interface FormFieldsProps {
  fields: Field[];
  isNew: boolean;
  disabled?: boolean;
  autoFocus?: boolean;
}

/** The inputs of a form in two columns, long ones over both. */
export function FormFields({ fields, isNew, disabled = false, autoFocus = false }: FormFieldsProps) {
  return (
    <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' }, alignItems: 'start' }}>
      {fields.map((field, at) => (
        <Box key={field.name} sx={{ gridColumn: isWide(field) ? '1 / -1' : undefined, minWidth: 0 }}>
          <FieldInput field={field} isNew={isNew} disabled={disabled} autoFocus={autoFocus && at === 0} />
        </Box>
      ))}
    </Box>
  );
}

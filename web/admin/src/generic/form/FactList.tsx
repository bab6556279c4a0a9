import { Box, Typography } from '@mui/material';
import type { AdminObject, Field } from '../../api/schema';
import { FieldValue } from '../fields/FieldValue';

interface FactListProps {
  fields: Field[];
  record: AdminObject;
  columns: 1 | 2;
}

/** Fields that are only read. */
export function FactList({ fields, record, columns }: FactListProps) {
  return (
    <Box component="dl" sx={{ m: 0, display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr', lg: columns === 1 ? '1fr' : '1fr 1fr' } }}>
      {fields.map((field) => (
        <Box key={field.name} sx={{ minWidth: 0 }}>
          <Typography component="dt" variant="caption" sx={{ color: 'text.secondary' }}>
            {field.label}
          </Typography>
          <Typography component="dd" variant="body2" sx={{ m: 0, overflowWrap: 'anywhere' }}>
            <FieldValue field={field} value={record.values[field.name]} />
          </Typography>
        </Box>
      ))}
    </Box>
  );
}

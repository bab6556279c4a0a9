import { Autocomplete, FormControlLabel, FormHelperText, MenuItem, Stack, Switch, TextField, type TextFieldProps } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useSettings } from '../../api/hooks';
import type { Field } from '../../api/schema';
import { words } from '../../lib/text';
import { FileControl } from './FileControl';
import { ReferenceControl } from './ReferenceControl';
import { fromText, toText } from './convert';
import { Invalid, type Draft } from './invalid';

export interface ControlProps {
  field: Field;
  value: Draft;
  onChange: (value: Draft) => void;
  onBlur?: () => void;
  error?: ReactNode;
  disabled?: boolean;
  /** Instead of the field's own. */
  label?: string;
  autoFocus?: boolean;
  /** What it is called when nothing is chosen: for a new object, the default of the store holds. */
  unset?: string;
}

/** An input for a value of any type. It knows of no form: it takes a value and tells another. */
export function FieldControl(props: ControlProps) {
  switch (props.field.type) {
    case 'boolean':
      return props.field.nullable || props.unset ? <MaybeControl {...props} /> : <SwitchControl {...props} />;
    case 'choice':
      return <ChoiceControl {...props} />;
    case 'reference':
      return <ReferenceControl {...props} />;
    case 'texts':
      return <TextsControl {...props} />;
    case 'file':
      return <FileControl {...props} />;
    default:
      return <TextControl {...props} />;
  }
}

/** Label, help and error, as all inputs have them. */
function shown({ field, label, error, disabled, onBlur, autoFocus }: ControlProps): TextFieldProps {
  return {
    label: label ?? field.label,
    name: field.name,
    helperText: error ?? field.help ?? undefined,
    error: Boolean(error),
    required: field.required,
    disabled: disabled ?? false,
    autoFocus: autoFocus ?? false,
    ...(onBlur ? { onBlur } : {}),
  };
}

const MULTILINE: Partial<Record<Field['type'], number>> = { long_text: 4, html: 12, json: 4 };
const INPUT_TYPES: Partial<Record<Field['type'], string>> = { email: 'email', url: 'url', time: 'datetime-local', password: 'password' };
const NUMERIC = new Set<Field['type']>(['money', 'basis_points', 'integer']);
const CODE = new Set<Field['type']>(['html', 'json']);

function TextControl(props: ControlProps) {
  const { field, value, onChange } = props;
  const settings = useSettings();
  // While somebody types, their text stays as it is; from elsewhere comes another value.
  const [typed, setTyped] = useState<{ text: string; value: Draft }>();
  const text = typed && typed.value === value ? typed.text : value instanceof Invalid ? '' : toText(field, value, settings);
  const change = (next: string) => {
    const read = fromText(field, next, settings);
    setTyped({ text: next, value: read });
    onChange(read);
  };
  const rows = MULTILINE[field.type];
  const unit = field.type === 'money' ? settings.currency : field.type === 'basis_points' ? '%' : undefined;
  const base = shown(props);
  const zone = field.type === 'time' ? `In the store’s time zone, ${settings.time_zone}.` : undefined;
  return (
    <TextField
      {...base}
      helperText={props.error ? base.helperText : [field.help, zone].filter(Boolean).join(' ') || undefined}
      type={INPUT_TYPES[field.type] ?? 'text'}
      value={text}
      onChange={(event) => change(event.target.value)}
      {...(rows ? { multiline: true, minRows: rows, maxRows: 30 } : {})}
      slotProps={{
        inputLabel: field.type === 'time' ? { shrink: true } : {},
        input: { endAdornment: unit && <span aria-hidden>{unit}</span> },
        htmlInput: {
          spellCheck: field.type === 'long_text',
          ...(field.type === 'password' ? { autoComplete: 'new-password' } : {}),
          ...(field.type === 'time' ? { step: 1 } : {}),
          ...(NUMERIC.has(field.type) ? { inputMode: 'decimal', className: 'money' } : {}),
        },
      }}
      sx={CODE.has(field.type) ? { '& textarea': { fontFamily: 'monospace', fontSize: '0.875rem' } } : {}}
    />
  );
}

function SwitchControl(props: ControlProps) {
  const { field, value, onChange, error, label, disabled } = props;
  const help = error ?? field.help;
  return (
    <Stack>
      <FormControlLabel
        control={<Switch name={field.name} checked={value === true} disabled={disabled ?? false} onChange={(_event, checked) => onChange(checked)} />}
        label={label ?? field.label}
      />
      {help && <FormHelperText error={Boolean(error)}>{help}</FormHelperText>}
    </Stack>
  );
}

function MaybeControl(props: ControlProps) {
  const { value, onChange, unset = 'Not said' } = props;
  return (
    <TextField
      {...shown(props)}
      select
      value={value === true ? 'yes' : value === false ? 'no' : ''}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value === 'yes')}
    >
      <MenuItem value="">{unset}</MenuItem>
      <MenuItem value="yes">Yes</MenuItem>
      <MenuItem value="no">No</MenuItem>
    </TextField>
  );
}

function ChoiceControl(props: ControlProps) {
  const { field, value, onChange, unset = 'None' } = props;
  return (
    <TextField {...shown(props)} select value={typeof value === 'string' ? value : ''} onChange={(event) => onChange(event.target.value || null)}>
      {(field.nullable || !field.required) && <MenuItem value="">{unset}</MenuItem>}
      {(field.choices ?? []).map((choice) => (
        <MenuItem key={choice} value={choice}>
          {words(choice)}
        </MenuItem>
      ))}
    </TextField>
  );
}

function TextsControl(props: ControlProps) {
  const { value, onChange, disabled } = props;
  const texts = Array.isArray(value) ? value.map(String) : [];
  const base = shown(props);
  return (
    <Autocomplete
      multiple
      freeSolo
      size="small"
      options={[] as string[]}
      value={texts}
      disabled={disabled ?? false}
      onChange={(_event, next) => onChange(next)}
      renderInput={(params) => (
        <TextField
          {...params}
          label={base.label}
          helperText={base.helperText ?? 'Press Enter after each.'}
          error={base.error ?? false}
          onBlur={(event) => {
            // What was typed and not ended with Enter is meant, too.
            const rest = (event.target as HTMLInputElement).value.trim();
            if (rest && !texts.includes(rest)) onChange([...texts, rest]);
            props.onBlur?.();
          }}
        />
      )}
    />
  );
}

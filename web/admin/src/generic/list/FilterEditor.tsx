import { Autocomplete, Checkbox, FormControlLabel, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useSettings } from '../../api/hooks';
import type { Field, Value } from '../../api/schema';
import { words } from '../../lib/text';
import { dayAfter, dayBefore, dayOf, startOfDay } from '../../lib/time';
import { fromText, toText } from '../inputs/convert';
import { Invalid } from '../inputs/invalid';
import { ReferenceControl } from '../inputs/ReferenceControl';

interface FilterEditorProps {
  field: Field;
  value: unknown;
  /** undefined: it narrows nothing. */
  onChange: (value: unknown) => void;
}

type Range = { gte?: Value; lte?: Value; lt?: Value };
const rangeOf = (value: unknown): Range => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Range) : {});
const isEmpty = (value: unknown) => (rangeOf(value) as { empty?: boolean }).empty === true;

/** One field's filter, by its type; with "has none" where it may have none. */
export function FilterEditor(props: FilterEditorProps) {
  const { field, value, onChange } = props;
  return (
    <Stack role="group" aria-label={field.label} sx={{ gap: 1 }}>
      {!isEmpty(value) && <Editor {...props} />}
      {field.nullable && (
        <FormControlLabel
          control={<Checkbox size="small" checked={isEmpty(value)} onChange={(_event, checked) => onChange(checked ? { empty: true } : undefined)} />}
          label={<Typography variant="body2">{field.label} has no value</Typography>}
        />
      )}
    </Stack>
  );
}

function Editor(props: FilterEditorProps) {
  switch (props.field.type) {
    case 'boolean':
      return <YesNo {...props} />;
    case 'choice':
      return <Choices {...props} />;
    case 'reference':
      return <OneReference {...props} />;
    case 'time':
      return <Days {...props} />;
    case 'integer':
    case 'money':
    case 'basis_points':
      return <Numbers {...props} />;
    default:
      return <Words {...props} />;
  }
}

function YesNo({ field, value, onChange }: FilterEditorProps) {
  const shown = typeof value === 'boolean' ? String(value) : '';
  return (
    <TextField select label={field.label} value={shown} onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value === 'true')}>
      <MenuItem value="">Any</MenuItem>
      <MenuItem value="true">Yes</MenuItem>
      <MenuItem value="false">No</MenuItem>
    </TextField>
  );
}

function Choices({ field, value, onChange }: FilterEditorProps) {
  const chosen = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [];
  return (
    <Autocomplete
      multiple
      disableCloseOnSelect
      size="small"
      options={field.choices ?? []}
      getOptionLabel={words}
      value={chosen}
      onChange={(_event, next) => onChange(next.length ? next : undefined)}
      renderInput={(params) => <TextField {...params} label={field.label} />}
    />
  );
}

function OneReference({ field, value, onChange }: FilterEditorProps) {
  const id = typeof value === 'string' || typeof value === 'number' ? value : null;
  return <ReferenceControl field={{ ...field, required: false, help: null }} value={id} onChange={(next) => onChange(next ?? undefined)} />;
}

function Days({ field, value, onChange }: FilterEditorProps) {
  const { time_zone: zone } = useSettings();
  const { gte, lt } = rangeOf(value);
  const from = gte ? dayOf(String(gte), zone) : '';
  const to = lt ? dayBefore(dayOf(String(lt), zone)) : '';
  const change = (first: string, last: string) => {
    const start = first ? startOfDay(first, zone) : null;
    const end = last ? startOfDay(dayAfter(last), zone) : null;
    const range = { ...(start ? { gte: start } : {}), ...(end ? { lt: end } : {}) };
    onChange(Object.keys(range).length ? range : undefined);
  };
  const input = (label: string, day: string, onDay: (day: string) => void) => (
    <TextField type="date" label={`${field.label}, ${label}`} value={day} onChange={(event) => onDay(event.target.value)} slotProps={{ inputLabel: { shrink: true } }} />
  );
  return (
    <Stack sx={{ gap: 1.5 }}>
      {input('from', from, (day) => change(day, to))}
      {input('to', to, (day) => change(from, day))}
    </Stack>
  );
}

function Numbers({ field, value, onChange }: FilterEditorProps) {
  const { gte, lte } = rangeOf(value);
  const change = (range: Range) => {
    const kept = Object.fromEntries(Object.entries(range).filter(([, limit]) => limit !== undefined && limit !== null));
    onChange(Object.keys(kept).length ? kept : undefined);
  };
  return (
    <Stack direction="row" sx={{ gap: 1 }}>
      <NumberLimit field={field} label={`${field.label}, from`} value={gte} onChange={(limit) => change({ gte: limit, lte: lte as Value })} />
      <NumberLimit field={field} label="to" value={lte} onChange={(limit) => change({ gte: gte as Value, lte: limit })} />
    </Stack>
  );
}

interface NumberLimitProps {
  field: Field;
  label: string;
  value: Value | undefined;
  onChange: (value: Value) => void;
}

function NumberLimit({ field, label, value, onChange }: NumberLimitProps) {
  const settings = useSettings();
  const [typed, setTyped] = useState<string>();
  const read = typed === undefined ? undefined : fromText({ ...field, nullable: true }, typed, settings);
  const commit = () => {
    if (read === undefined || read instanceof Invalid) return;
    onChange(read);
    setTyped(undefined);
  };
  return (
    <TextField
      label={label}
      value={typed ?? toText(field, value, settings)}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
      error={read instanceof Invalid}
      helperText={read instanceof Invalid ? read.message : undefined}
      slotProps={{ htmlInput: { inputMode: 'decimal' } }}
    />
  );
}

function Words({ field, value, onChange }: FilterEditorProps) {
  const applied = typeof value === 'string' ? value : String((rangeOf(value) as { contains?: string }).contains ?? '');
  const [typed, setTyped] = useState<string>();
  const commit = () => {
    if (typed === undefined) return;
    onChange(typed.trim() ? { contains: typed.trim() } : undefined);
    setTyped(undefined);
  };
  return (
    <TextField
      label={`${field.label} contains`}
      value={typed ?? applied}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  );
}

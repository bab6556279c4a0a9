import { Autocomplete, TextField } from '@mui/material';
import { countryName } from '../../lib/text';

/** Codes that have a name and are no country: unions, pseudo locales, parts of others. */
const NONE = new Set(['AC', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'TA', 'UN', 'XA', 'XB', 'ZZ']);
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

let all: string[] | undefined;
const countries = () =>
  (all ??= LETTERS.flatMap((a) => LETTERS.map((b) => a + b))
    .filter((code) => !NONE.has(code) && countryName(code) !== code)
    .sort((a, b) => countryName(a)!.localeCompare(countryName(b)!)));

interface CountryPickerProps {
  value: string[];
  onChange: (codes: string[]) => void;
  disabled: boolean;
}

export function CountryPicker({ value, onChange, disabled }: CountryPickerProps) {
  return (
    <Autocomplete
      multiple
      disableCloseOnSelect
      options={countries()}
      value={value}
      disabled={disabled}
      getOptionLabel={(code) => countryName(code) ?? code}
      onChange={(_event, next) => onChange(next)}
      size="small"
      renderInput={(params) => <TextField {...params} label="Had something sent to" helperText="Empty: all countries. Who never ordered has none." />}
    />
  );
}

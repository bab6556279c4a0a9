import { Autocomplete, Box, FormControlLabel, FormHelperText, Switch, TextField } from '@mui/material';
import type { Schemas } from '@startupwebapp/api-client';

type Setting = Schemas['AdminSetting'];

interface SettingInputProps {
  setting: Setting;
  value: Setting['value'];
  disabled: boolean;
  error: string | undefined;
  onChange: (value: Setting['value']) => void;
}

const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });
const currencies = new Intl.DisplayNames('en', { type: 'currency', fallback: 'code' });
const currencyCodes = () => ('supportedValuesOf' in Intl ? Intl.supportedValuesOf('currency') : []);

/** One setting, by its type. */
export function SettingInput(props: SettingInputProps) {
  return (
    <Box sx={{ mb: 2.5, maxWidth: 560, '&:last-child': { mb: 0 } }}>
      <Input {...props} />
    </Box>
  );
}

function Input(props: SettingInputProps) {
  switch (props.setting.type) {
    case 'boolean':
      return <Toggle {...props} />;
    case 'countries':
      return <Countries {...props} />;
    case 'time_zone':
    case 'currency':
      return <Choice {...props} />;
    default:
      return <Text {...props} />;
  }
}

function Toggle({ setting, value, disabled, error, onChange }: SettingInputProps) {
  const help = `${setting.key}-help`;
  return (
    <>
      <FormControlLabel
        control={
          <Switch checked={value === true} disabled={disabled} onChange={(_event, on) => onChange(on)} slotProps={{ input: { 'aria-describedby': help } }} />
        }
        label={setting.label}
      />
      <FormHelperText id={help} error={Boolean(error)} sx={{ mt: 0, ml: 6 }}>
        {error ?? setting.help}
      </FormHelperText>
    </>
  );
}

function Text({ setting, value, disabled, error, onChange }: SettingInputProps) {
  const isNumber = setting.type === 'integer';
  const read = (text: string) => {
    if (isNumber) return /^-?\d+$/.test(text.trim()) ? Number(text) : text;
    return setting.type === 'email' ? text.trim() || null : text;
  };
  return (
    <TextField
      label={setting.label}
      value={value === null ? '' : String(value)}
      onChange={(event) => onChange(read(event.target.value))}
      type={setting.type === 'email' ? 'email' : 'text'}
      disabled={disabled}
      error={Boolean(error)}
      helperText={error ?? setting.help}
      slotProps={{ htmlInput: isNumber ? { inputMode: 'numeric' } : {} }}
    />
  );
}

function Choice({ setting, value, disabled, error, onChange }: SettingInputProps) {
  const isCurrency = setting.type === 'currency';
  const options = setting.choices ?? (isCurrency ? currencyCodes() : []);
  const current = String(value ?? '');
  return (
    <Autocomplete
      options={options.includes(current) ? options : [current, ...options]}
      value={current}
      disableClearable
      disabled={disabled}
      onChange={(_event, next) => onChange(next)}
      getOptionLabel={(code) => (isCurrency ? `${code}, ${currencies.of(code) ?? code}` : code.replaceAll('_', ' '))}
      renderInput={(params) => <TextField {...params} label={setting.label} error={Boolean(error)} helperText={error ?? setting.help} />}
    />
  );
}

function Countries({ setting, value, disabled, error, onChange }: SettingInputProps) {
  const name = (code: string) => countries.of(code) ?? code;
  const options = [...(setting.choices ?? [])].sort((a, b) => name(a).localeCompare(name(b)));
  return (
    <Autocomplete
      multiple
      disableCloseOnSelect
      options={options}
      value={Array.isArray(value) ? value : []}
      disabled={disabled}
      onChange={(_event, next) => onChange(next)}
      getOptionLabel={name}
      renderInput={(params) => <TextField {...params} label={setting.label} error={Boolean(error)} helperText={error ?? setting.help} />}
    />
  );
}

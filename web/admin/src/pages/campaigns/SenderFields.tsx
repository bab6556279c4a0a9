import { Box, TextField } from '@mui/material';
import { ApiError } from '@startupwebapp/api-client';
import { Panel } from '../../ui/Panel';
import type { Editing } from './editing';

const FIELDS = [
  ['from_name', 'From, name', 'Empty: the store’s name.'],
  ['from_address', 'From, address', 'Empty: as all mails of the shop.'],
  ['reply_to', 'Answers go to', 'Empty: to the sender.'],
] as const;

/** Whom the letter is from. */
export function SenderFields({ editing: { shown, set, saving }, disabled }: { editing: Editing; disabled: boolean }) {
  const refused = (name: string) => (saving.error instanceof ApiError ? saving.error.field(name) : undefined);
  return (
    <Panel title="Sender">
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
        {FIELDS.map(([name, label, help]) => (
          <TextField
            key={name}
            label={label}
            value={shown[name] ?? ''}
            onChange={(event) => set({ [name]: event.target.value || null })}
            disabled={disabled}
            error={Boolean(refused(name))}
            helperText={refused(name) ?? help}
            {...(name !== 'from_name' && { type: 'email' })}
          />
        ))}
        <TextField label="Name of the campaign" value={shown.name} onChange={(event) => set({ name: event.target.value })} disabled={disabled} helperText="For you; nobody else sees it." slotProps={{ htmlInput: { maxLength: 200 } }} />
      </Box>
    </Panel>
  );
}

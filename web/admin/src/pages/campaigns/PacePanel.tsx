import { Box, Button, FormControlLabel, MenuItem, Stack, Switch, TextField, Typography } from '@mui/material';
import { useCan } from '../../api/hooks';
import { Panel } from '../../ui/Panel';
import type { Campaign, Delivery } from './api';
import type { Editing } from './editing';
import { durationWords, paceWords, secondsFor } from './pace';

const WINDOWS: [seconds: number, label: string][] = [
  [60, 'a minute'],
  [3600, 'an hour'],
  [86_400, 'a day'],
];

const numberIn = (text: string) => {
  const number = Number(text);
  return text.trim() && Number.isInteger(number) && number > 0 ? number : null;
};

/** How fast it goes out, and what is counted. */
export function PacePanel({ campaign, editing }: { campaign: Campaign; editing: Editing }) {
  const mayChange = useCan('emails', 'change');
  const { delivery } = editing.shown;
  const isOver = campaign.status === 'sent' || campaign.status === 'cancelled';
  const disabled = isOver || !mayChange;
  const change = (more: Partial<Delivery>) => editing.set({ delivery: more });
  const left = campaign.progress.queued;
  const takes = left > 0 ? secondsFor(left, delivery) : null;
  const windows = delivery.window_seconds && !WINDOWS.some(([seconds]) => seconds === delivery.window_seconds) ? [...WINDOWS, [delivery.window_seconds, `${delivery.window_seconds} seconds`] as const] : WINDOWS;
  return (
    <Panel title="How fast">
      <Typography role="status" sx={{ mb: 2 }}>
        {paceWords(delivery)}
        {takes !== null && ` That takes ${durationWords(takes)} more.`}
      </Typography>
      <Stack sx={{ gap: 2 }}>
        <TextField
          label="Mails a second, at most"
          type="number"
          value={delivery.rate ?? ''}
          onChange={(event) => change({ rate: numberIn(event.target.value) })}
          disabled={disabled}
          helperText="Empty: as fast as the mail server takes them."
          slotProps={{ htmlInput: { min: 1, max: 100_000 } }}
        />
        <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 2 }}>
          <TextField
            label="Mails, at most"
            type="number"
            value={delivery.window_mails ?? ''}
            onChange={(event) => {
              const mails = numberIn(event.target.value);
              change({ window_mails: mails, window_seconds: mails === null ? null : (delivery.window_seconds ?? 3600) });
            }}
            disabled={disabled}
            helperText="As your mail service allows."
            slotProps={{ htmlInput: { min: 1 } }}
          />
          <TextField select label="In" value={delivery.window_seconds ?? 3600} onChange={(event) => delivery.window_mails && change({ window_seconds: Number(event.target.value) })} disabled={disabled || !delivery.window_mails}>
            {windows.map(([seconds, label]) => (
              <MenuItem key={seconds} value={seconds}>
                {label}
              </MenuItem>
            ))}
          </TextField>
        </Box>
        <Box>
          <FormControlLabel control={<Switch checked={delivery.track_clicks} onChange={(_event, on) => change({ track_clicks: on })} disabled={disabled || campaign.started_at !== null} />} label="Count clicks, and orders that follow" />
          <FormControlLabel control={<Switch checked={delivery.track_opens} onChange={(_event, on) => change({ track_opens: on })} disabled={disabled || campaign.started_at !== null} />} label="Count openings, by a picture of one pixel" />
        </Box>
        {editing.isChanged && (
          <Button variant="outlined" sx={{ alignSelf: 'flex-start' }} loading={editing.saving.isPending} onClick={() => void editing.save().catch(() => undefined)}>
            Save the pace
          </Button>
        )}
      </Stack>
    </Panel>
  );
}

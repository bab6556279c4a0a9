import { Alert, Box, Button, FormControlLabel, MenuItem, Stack, Switch, TextField } from '@mui/material';
import { useSettings } from '../../api/hooks';
import { dayOf, startOfDay } from '../../lib/time';
import { Panel } from '../../ui/Panel';
import { TagPicker } from '../../ui/TagPicker';
import { AudienceCountPanel } from './AudienceCountPanel';
import type { Audience, CampaignType } from './api';
import type { StepProps } from './CampaignPage';
import { CountryPicker } from './CountryPicker';

/** Whom the letter is for; beside it, who that is now. */
export function AudienceStep({ campaign, editing, onGo }: StepProps) {
  const { shown, set } = editing;
  const isFixed = !campaign.can.edit;
  const { audience } = shown;
  const change = (more: Partial<Audience>) => set({ audience: more });
  return (
    <>
      <Box sx={{ display: 'grid', gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1fr) minmax(0, 1fr)' }, columnGap: 2, alignItems: 'start' }}>
        <Panel title="Who gets it">
          <Stack sx={{ gap: 2.5 }}>
            <TextField select label="For" value={shown.type} onChange={(event) => set({ type: event.target.value as CampaignType })} disabled={isFixed}>
              <MenuItem value="member">Members: people with an account</MenuItem>
              <MenuItem value="prospect">Prospects: people who left their address, without an account</MenuItem>
            </TextField>
            {shown.type === 'member' && <MemberSwitches audience={audience} onChange={change} disabled={isFixed} />}
            <TagPicker label="Has one of these tags" value={audience.tags} onChange={(tags) => change({ tags })} disabled={isFixed} helperText="Empty: whatever tags they have." />
            <TagPicker label="Has none of these tags" value={audience.not_tags} onChange={(not_tags) => change({ not_tags })} disabled={isFixed} />
            <Bought audience={audience} onChange={change} disabled={isFixed} />
            <Joined audience={audience} onChange={change} disabled={isFixed} />
            <CountryPicker value={audience.countries} onChange={(countries) => change({ countries })} disabled={isFixed} />
          </Stack>
        </Panel>
        <AudienceCountPanel campaign={campaign} editing={editing} />
      </Box>
      <Stack direction="row" sx={{ justifyContent: 'flex-end' }}>
        <Button variant="contained" loading={editing.saving.isPending} onClick={() => onGo('check')}>
          {editing.isChanged ? 'Save and check it' : 'Check it'}
        </Button>
      </Stack>
    </>
  );
}

interface PartProps {
  audience: Audience;
  onChange: (more: Partial<Audience>) => void;
  disabled: boolean;
}

function MemberSwitches({ audience, onChange, disabled }: PartProps) {
  return (
    <Box>
      <FormControlLabel
        control={<Switch checked={audience.verified_only} onChange={(_event, on) => onChange({ verified_only: on })} disabled={disabled} />}
        label="Only whose address is verified"
      />
      <FormControlLabel
        control={<Switch checked={audience.all_members} onChange={(_event, on) => onChange({ all_members: on })} disabled={disabled} />}
        label="Also members who did not ask for the newsletter"
      />
      {audience.all_members && (
        <Alert severity="warning" sx={{ mt: 1 }}>
          In most countries you may not send advertising to people who did not ask for it. This is for letters that every member must get: new terms, a closing. Whoever unsubscribed gets none in any case.
        </Alert>
      )}
    </Box>
  );
}

function Bought({ audience, onChange, disabled }: PartProps) {
  const { time_zone: zone } = useSettings();
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
      <TextField select label="Bought something" value={audience.bought} onChange={(event) => onChange({ bought: event.target.value as Audience['bought'] })} disabled={disabled}>
        <MenuItem value="any">It does not matter</MenuItem>
        <MenuItem value="bought">Who bought something</MenuItem>
        <MenuItem value="not_bought">Who bought nothing</MenuItem>
      </TextField>
      {audience.bought !== 'any' && <DayField label="Since (empty: ever)" value={audience.bought_since} zone={zone} onChange={(bought_since) => onChange({ bought_since })} disabled={disabled} />}
    </Box>
  );
}

function Joined({ audience, onChange, disabled }: PartProps) {
  const { time_zone: zone } = useSettings();
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
      <DayField label="Joined on this day or later" value={audience.joined_since} zone={zone} onChange={(joined_since) => onChange({ joined_since })} disabled={disabled} />
      <DayField label="Joined before this day" value={audience.joined_before} zone={zone} onChange={(joined_before) => onChange({ joined_before })} disabled={disabled} />
    </Box>
  );
}

interface DayFieldProps {
  label: string;
  value: string | null;
  zone: string;
  disabled: boolean;
  onChange: (time: string | null) => void;
}

/** A day of the store's calendar, kept as the moment when it begins. */
function DayField({ label, value, zone, disabled, onChange }: DayFieldProps) {
  return (
    <TextField
      label={label}
      type="date"
      value={value ? dayOf(value, zone) : ''}
      onChange={(event) => onChange(event.target.value ? startOfDay(event.target.value, zone) : null)}
      disabled={disabled}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
}

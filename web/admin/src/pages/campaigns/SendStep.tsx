import { Alert, Box, Button, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { useSettings } from '../../api/hooks';
import { countOf } from '../../lib/text';
import { formatTime, inputToTime } from '../../lib/time';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { Time } from '../../ui/Time';
import { useAudience } from './AudienceCountPanel';
import { campaigns, useStep, type Campaign } from './api';
import type { StepProps } from './CampaignPage';
import { durationWords, paceWords, secondsFor } from './pace';
import { PacePanel } from './PacePanel';
import { ProgressPanel } from './ProgressPanel';
import { RunButtons } from './RunButtons';

/** Says when it goes out and how fast; then shows it going. */
export function SendStep(props: StepProps) {
  const { campaign, onGo } = props;
  const { status } = campaign;
  if (status === 'draft')
    return (
      <Panel title="Not ready yet">
        <Typography variant="body2" sx={{ mb: 2 }}>
          A campaign can be sent once the checks have let it through.
        </Typography>
        <Button variant="contained" onClick={() => onGo('check')}>
          Check it
        </Button>
      </Panel>
    );
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 3fr) minmax(0, 2fr)' }, columnGap: 2, alignItems: 'start' }}>
      {status === 'ready' ? campaign.scheduled_at ? <Scheduled campaign={campaign} /> : <Send {...props} /> : <ProgressPanel campaign={campaign} onGo={onGo} />}
      <PacePanel campaign={campaign} editing={props.editing} />
    </Box>
  );
}

function Send({ campaign, editing }: StepProps) {
  const { time_zone: zone } = useSettings();
  const audience = useAudience(campaign);
  const [later, setLater] = useState('');
  const [isPast, setIsPast] = useState(false);
  const [asks, setAsks] = useState(false);
  const notify = useNotify();
  const at = later ? inputToTime(later, zone) : null;
  const send = useStep(
    campaign.id,
    () => (at ? campaigns.schedule(campaign.id, at) : campaigns.send(campaign.id)),
    () => {
      setAsks(false);
      notify(at ? `It goes out on ${formatTime(at, zone)}.` : 'It is going out.', { type: 'success' });
    },
  );
  const choose = (text: string) => {
    const time = text ? inputToTime(text, zone) : null;
    setLater(text);
    setIsPast(time !== null && Date.parse(time) < Date.now());
  };
  const count = audience.data?.count;
  const people = count === undefined ? null : countOf(count, campaign.type);
  const takes = count === undefined ? null : secondsFor(count, campaign.delivery);
  return (
    <Panel title="Send it">
      <ProblemMessage error={audience.error} onRetry={() => void audience.refetch()} />
      <Typography variant="h5" component="p">
        {people ?? 'Counting…'}
      </Typography>
      <Typography variant="body2" sx={{ color: 'text.secondary', mb: 2 }}>
        would get it now. Who leaves or comes before it begins is counted then.
      </Typography>
      <TextField
        label="When (empty: now)"
        type="datetime-local"
        value={later}
        onChange={(event) => choose(event.target.value)}
        error={isPast}
        helperText={isPast ? 'That time has passed.' : `By the store’s clock, ${zone}.`}
        slotProps={{ inputLabel: { shrink: true } }}
        sx={{ maxWidth: 320 }}
      />
      {editing.isChanged && (
        <Alert severity="info" sx={{ mt: 2 }}>
          Save the pace first.
        </Alert>
      )}
      <Stack direction="row" sx={{ mt: 2, gap: 1 }}>
        <Button variant="contained" disabled={!count || isPast || editing.isChanged || !(at ? campaign.can.schedule : campaign.can.send)} onClick={() => setAsks(true)}>
          {at ? 'Schedule' : 'Send now'}
        </Button>
      </Stack>
      <ConfirmDialog
        open={asks}
        title={at ? `Send to ${people ?? 'them'} then?` : `Send to ${people ?? 'them'} now?`}
        action={at ? `Schedule for ${people ?? 'them'}` : `Send to ${people ?? 'them'}`}
        busy={send.isPending}
        error={send.error}
        onConfirm={() => send.mutate(undefined)}
        onClose={() => setAsks(false)}
      >
        <Typography sx={{ mb: 1 }}>
          “{campaign.subject}” {at ? `goes out on ${formatTime(at, zone)} (${zone}).` : 'begins to go out at once.'}
        </Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {paceWords(campaign.delivery)} {takes !== null && `That takes ${durationWords(takes)}.`} You can pause it at any moment; what has gone out can’t be taken back.
        </Typography>
      </ConfirmDialog>
    </Panel>
  );
}

function Scheduled({ campaign }: { campaign: Campaign }) {
  const { time_zone: zone } = useSettings();
  const audience = useAudience(campaign);
  return (
    <Panel title="It waits for its time">
      <Typography variant="h5" component="p">
        <Time time={campaign.scheduled_at!} />
      </Typography>
      <Typography variant="body2" sx={{ color: 'text.secondary', mb: 2 }}>
        By the store’s clock, {zone}. {audience.data && `It would be ${countOf(audience.data.count, campaign.type)} now; they are counted when it begins.`}
      </Typography>
      <RunButtons campaign={campaign} />
    </Panel>
  );
}

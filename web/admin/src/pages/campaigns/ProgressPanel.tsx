import { Box, Button, LinearProgress, Typography } from '@mui/material';
import { countOf } from '../../lib/text';
import { Panel } from '../../ui/Panel';
import { Time } from '../../ui/Time';
import type { Campaign, Progress } from './api';
import { Numbers } from './Numbers';
import { announcement, durationWords, percentDone } from './pace';
import { RunButtons } from './RunButtons';
import type { Step } from './steps';
import { useProgress } from './useProgress';

const TITLES: Partial<Record<Campaign['status'], string>> = { sending: 'Going out', paused: 'Paused', sent: 'Sent', cancelled: 'Cancelled' };

/** A campaign on its way. A screen reader hears of it ten times, not each second. */
export function ProgressPanel({ campaign, onGo }: { campaign: Campaign; onGo: (step: Step) => void }) {
  const progress = useProgress(campaign);
  const percent = percentDone(progress);
  const isOver = campaign.status === 'sent' || campaign.status === 'cancelled';
  return (
    <Panel title={TITLES[campaign.status] ?? campaign.status}>
      <Typography variant="h5" component="p">
        {`${progress.sent.toLocaleString('en')} of ${countOf(progress.recipients, campaign.type)}`}
      </Typography>
      <LinearProgress variant="determinate" value={percent} aria-label="Sent" color={campaign.status === 'paused' || campaign.status === 'cancelled' ? 'inherit' : 'primary'} sx={{ height: 10, borderRadius: 5, my: 1.5 }} />
      <Typography variant="body2" sx={{ color: 'text.secondary', minHeight: '1.5em', mb: 2 }}>
        {campaign.status === 'sending' ? <Pace progress={progress} /> : campaign.ended_at && <>Ended <Time time={campaign.ended_at} /></>}
      </Typography>
      <Box aria-live="polite" sx={{ position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' }}>
        {campaign.status === 'sending' ? announcement(progress) : TITLES[campaign.status]}
      </Box>
      <Counts progress={progress} />
      <RunButtons campaign={campaign} progress={progress} />
      {isOver && (
        <Button variant="contained" onClick={() => onGo('results')}>
          See what came of it
        </Button>
      )}
    </Panel>
  );
}

function Pace({ progress: { recipients, rate, seconds_left: left } }: { progress: Progress }) {
  if (!recipients) return <>The recipients are being listed.</>;
  const speed = rate > 0 ? `${rate >= 10 ? Math.round(rate).toLocaleString('en') : Math.round(rate * 10) / 10} a second` : 'Waiting for the next';
  return (
    <>
      {speed}
      {left !== null && `, ${durationWords(left)} left`}
    </>
  );
}

function Counts({ progress }: { progress: Progress }) {
  return (
    <Numbers
      numbers={[
        { label: 'Waiting', value: progress.queued },
        { label: 'Failed', value: progress.failed, bad: true, help: 'The mail server refused them.' },
        { label: 'Uncertain', value: progress.uncertain, bad: true, help: 'The connection broke as they were handed over: perhaps they arrived.' },
        { label: 'Cancelled', value: progress.cancelled },
        { label: 'Went out again', value: progress.repeats, help: 'Nobody knew whether they had gone out, so they did once more.' },
      ].filter(({ label, value }) => value > 0 || label === 'Waiting' || label === 'Failed')}
    />
  );
}

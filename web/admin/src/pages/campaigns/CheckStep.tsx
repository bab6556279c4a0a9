import PassedIcon from '@mui/icons-material/CheckCircleOutlined';
import FailedIcon from '@mui/icons-material/ErrorOutlined';
import WaivedIcon from '@mui/icons-material/RemoveCircleOutlined';
import { Box, Button, List, ListItem, ListItemIcon, ListItemText, Stack, TextField, Typography } from '@mui/material';
import { ApiError } from '@startupwebapp/api-client';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useNotify } from 'react-admin';
import { useCan } from '../../api/hooks';
import { Loading } from '../../ui/Loading';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { campaigns, useStep, type Check } from './api';
import type { StepProps } from './CampaignPage';
import { CHECK_NAMES, isFailed, WAIVABLE } from './steps';
import { TestSend } from './TestSend';

/** What the gate says, a try by mail, and the way to "ready". */
export function CheckStep({ campaign, editing, onGo }: StepProps) {
  const isDraft = campaign.status === 'draft';
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 3fr) minmax(0, 2fr)' }, columnGap: 2, alignItems: 'start' }}>
      {isDraft ? <Gate campaign={campaign} editing={editing} onGo={onGo} /> : <Passed campaign={campaign} onGo={onGo} />}
      {campaign.can.edit || campaign.status === 'ready' ? <TestSend campaign={campaign} /> : null}
    </Box>
  );
}

function Gate({ campaign, editing, onGo }: StepProps) {
  const notify = useNotify();
  const mayChange = useCan('emails', 'change');
  const check = useMutation({ mutationFn: () => campaigns.check(campaign.id) });
  const { mutate } = check;
  const ready = useStep(campaign.id, () => campaigns.ready(campaign.id, campaign.version), () => {
    notify('It is ready: what is written is fixed now.', { type: 'success' });
    onGo('send');
  });
  useEffect(() => {
    if (mayChange) mutate();
  }, [mutate, mayChange, campaign.version]);
  const isAtWork = check.isPending || ready.isPending;
  const failed = check.data?.checks.filter(isFailed) ?? [];
  const gateFailed = ready.error instanceof ApiError && ready.error.code === 'gate_failed';
  return (
    <Panel
      title="Checks"
      actions={
        <Button size="small" onClick={() => mutate()} loading={check.isPending} disabled={editing.isChanged}>
          Check again
        </Button>
      }
    >
      <ProblemMessage error={check.error} />
      <ProblemMessage error={gateFailed ? null : ready.error} />
      <Typography role="status" variant="body2" sx={{ color: 'text.secondary' }}>
        {check.isPending && 'Looking at the letter, its links and the sender’s domain. That takes some seconds.'}
        {check.data && !check.isPending && summaryOf(check.data.checks)}
      </Typography>
      {check.isPending && !check.data && <Loading label="Checking" />}
      {check.data && <CheckList checks={check.data.checks} />}
      <Waiver editing={editing} isNeeded={failed.some(({ name }) => WAIVABLE.has(name))} />
      <Stack direction="row" sx={{ gap: 1, mt: 2, justifyContent: 'flex-end', flexWrap: 'wrap' }}>
        {editing.isChanged && (
          <Button variant="outlined" loading={editing.saving.isPending} onClick={() => void editing.save().catch(() => undefined)}>
            Save and check again
          </Button>
        )}
        {campaign.can.ready && (
          <Button
            variant="contained"
            loading={ready.isPending}
            disabled={isAtWork || editing.isChanged || failed.length > 0 || !check.data}
            onClick={() => ready.mutate(undefined, { onError: () => mutate() })}
          >
            Make ready
          </Button>
        )}
      </Stack>
    </Panel>
  );
}

function Passed({ campaign, onGo }: Pick<StepProps, 'campaign' | 'onGo'>) {
  const notify = useNotify();
  const draft = useStep(campaign.id, () => campaigns.draft(campaign.id), () => {
    notify('It is a draft again.', { type: 'success' });
    onGo('write');
  });
  return (
    <Panel title="Checks, when it was made ready">
      <ProblemMessage error={draft.error} />
      {campaign.checks ? <CheckList checks={campaign.checks} /> : <Typography variant="body2">It was cancelled before it was checked.</Typography>}
      <Stack direction="row" sx={{ gap: 1, mt: 2, justifyContent: 'flex-end', flexWrap: 'wrap' }}>
        {campaign.can.draft && (
          <Button variant="outlined" loading={draft.isPending} onClick={() => draft.mutate(undefined)}>
            Back to draft
          </Button>
        )}
        <Button variant="contained" onClick={() => onGo('send')}>
          Go on
        </Button>
      </Stack>
    </Panel>
  );
}

const ICONS = {
  passed: { icon: PassedIcon, color: 'success', word: 'Passed' },
  failed: { icon: FailedIcon, color: 'error', word: 'Failed' },
  waived: { icon: WaivedIcon, color: 'warning', word: 'Waived' },
} as const;
const stateOf = (check: Check) => (check.passed ? 'passed' : check.waived ? 'waived' : 'failed');

export function CheckList({ checks }: { checks: Check[] }) {
  return (
    <List dense disablePadding aria-label="Checks">
      {checks.map((check) => {
        const { icon: Icon, color, word } = ICONS[stateOf(check)];
        return (
          <ListItem key={check.name} disableGutters alignItems="flex-start">
            <ListItemIcon sx={{ minWidth: 36 }}>
              <Icon color={color} titleAccess={word} />
            </ListItemIcon>
            <ListItemText
              primary={CHECK_NAMES[check.name] ?? check.name}
              secondary={check.waived && !check.passed ? `Waived. ${check.message}` : check.message || undefined}
              slotProps={{ primary: { sx: { fontWeight: isFailed(check) ? 600 : 400 } }, secondary: { sx: { overflowWrap: 'anywhere', whiteSpace: 'pre-line' } } }}
            />
          </ListItem>
        );
      })}
    </List>
  );
}

function summaryOf(checks: Check[]): string {
  const count = (wanted: keyof typeof ICONS) => checks.filter((check) => stateOf(check) === wanted).length;
  if (count('failed')) return `${count('failed')} of ${checks.length} checks fail.`;
  if (count('waived')) return `It may go. ${count('waived')} of ${checks.length} checks do not pass and are waived.`;
  return 'Everything is as it should be.';
}

/** Why the domain's records need not be there. */
function Waiver({ editing: { shown, set }, isNeeded }: { editing: StepProps['editing']; isNeeded: boolean }) {
  if (!isNeeded && !shown.domain_waiver) return null;
  return (
    <TextField
      label="Send although the domain does not pass, because"
      value={shown.domain_waiver ?? ''}
      onChange={(event) => set({ domain_waiver: event.target.value || null })}
      multiline
      helperText="Without those records many mail services treat the letter as junk. The reason is kept with the campaign. Empty: the domain must pass."
      slotProps={{ htmlInput: { maxLength: 500 } }}
      sx={{ mt: 2 }}
    />
  );
}

import { Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { countOf } from '../../lib/text';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { campaigns, useStep, type Campaign, type Progress } from './api';

/** What can be done while it waits or goes out. */
export function RunButtons({ campaign, progress = campaign.progress }: { campaign: Campaign; progress?: Progress }) {
  const notify = useNotify();
  const [cancels, setCancels] = useState(false);
  const [sends, setSends] = useState(false);
  const { can, id } = campaign;
  const pause = useStep(id, () => campaigns.pause(id), () => notify('Paused. What was on its way at that moment still arrives.', { type: 'success' }));
  const resume = useStep(id, () => campaigns.resume(id), () => notify('It goes on.', { type: 'success' }));
  const send = useStep(id, () => campaigns.send(id), () => {
    setSends(false);
    notify('It is going out.', { type: 'success' });
  });
  const unschedule = useStep(id, () => campaigns.schedule(id, null), () => notify('It waits for your word.', { type: 'success' }));
  const cancel = useStep(id, () => campaigns.cancel(id), () => {
    setCancels(false);
    notify('Cancelled.', { type: 'success' });
  });
  const waiting = progress.queued;
  return (
    <>
      <ProblemMessage error={pause.error ?? resume.error ?? unschedule.error} />
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
        {can.pause && (
          <Button variant="outlined" loading={pause.isPending} onClick={() => pause.mutate(undefined)}>
            Pause
          </Button>
        )}
        {can.resume && (
          <Button variant="contained" loading={resume.isPending} onClick={() => resume.mutate(undefined)}>
            Resume
          </Button>
        )}
        {campaign.status === 'ready' && can.send && (
          <Button variant="outlined" onClick={() => setSends(true)}>
            Send now
          </Button>
        )}
        {campaign.scheduled_at && can.schedule && (
          <Button variant="outlined" loading={unschedule.isPending} onClick={() => unschedule.mutate(undefined)}>
            Unschedule
          </Button>
        )}
        {can.cancel && (
          <Button color="error" onClick={() => setCancels(true)}>
            Cancel the campaign
          </Button>
        )}
      </Stack>
      <ConfirmDialog open={sends} title="Send it now, before its time?" action="Send it" busy={send.isPending} error={send.error} onConfirm={() => send.mutate(undefined)} onClose={() => setSends(false)}>
        “{campaign.subject}” begins to go out at once. You can pause it at any moment; what has gone out can’t be taken back.
      </ConfirmDialog>
      <ConfirmDialog open={cancels} title="Cancel this campaign?" action="Cancel the campaign" dismiss="Leave it" danger busy={cancel.isPending} error={cancel.error} onConfirm={() => cancel.mutate(undefined)} onClose={() => setCancels(false)}>
        <Typography>
          {campaign.started_at
            ? `${countOf(waiting, 'person', 'people')} who are still waiting get nothing. The ${progress.sent.toLocaleString('en')} who have it keep it.`
            : 'It is not sent to anybody.'}
        </Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary', mt: 1 }}>
          That is for good: it can’t be resumed, only duplicated. To stop for a while, pause it.
        </Typography>
      </ConfirmDialog>
    </>
  );
}

import { Button, Stack, TextField, Typography } from '@mui/material';
import { ApiError } from '@startupwebapp/api-client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { useCan } from '../../api/hooks';
import { countOf } from '../../lib/text';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { campaigns, type Campaign, type SamplePerson } from './api';
import { SampleSearch } from './PreviewPanel';

const MOST = 5;
export const addressesIn = (text: string) => [...new Set(text.split(/[\s,;]+/).filter(Boolean))];

/** The letter to some addresses of your own, before anybody else has it. */
export function TestSend({ campaign }: { campaign: Campaign }) {
  const notify = useNotify();
  const mayChange = useCan('emails', 'change');
  const [typed, setTyped] = useState('');
  const [sample, setSample] = useState<SamplePerson | null>(null);
  const addresses = addressesIn(typed);
  const test = useMutation({
    mutationFn: () => campaigns.test(campaign.id, addresses, sample),
    onSuccess: () => notify(`${countOf(addresses.length, 'test')} on the way.`, { type: 'success' }),
  });
  if (!mayChange) return null;
  const told = test.error instanceof ApiError ? test.error.errors[0]?.message : undefined;
  return (
    <Panel title="Try it">
      <Stack sx={{ gap: 2 }}>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          Look at it in your own mailbox, on a phone too. It is what is saved; a test counts nowhere.
        </Typography>
        {!told && <ProblemMessage error={test.error} />}
        <TextField
          label="Send a test to"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          error={Boolean(told) || addresses.length > MOST}
          helperText={told ?? (addresses.length > MOST ? `At most ${MOST} at a time.` : 'Addresses, with commas between them.')}
          slotProps={{ htmlInput: { inputMode: 'email' } }}
        />
        <SampleSearch type={campaign.type} onSample={setSample} helperText="Empty: made-up data." />
        <Button variant="outlined" sx={{ alignSelf: 'flex-start' }} loading={test.isPending} disabled={!addresses.length || addresses.length > MOST} onClick={() => test.mutate()}>
          Send the test
        </Button>
      </Stack>
    </Panel>
  );
}

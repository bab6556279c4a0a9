import { Button, FormControl, FormControlLabel, FormLabel, Radio, RadioGroup, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { admin } from '../../api/admin';
import { useCan, useSettings } from '../../api/hooks';
import { inputToTime, timeToInput } from '../../lib/time';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { Time } from '../../ui/Time';
import { useProductWork, type Product } from './data';

const DONE = { draft: 'It is a draft now', scheduled: 'It will be published then', published: 'Published' };

/** Whether customers see it, and from when on. */
export function PublishPanel({ product }: { product: Product }) {
  const may = useCan('products', 'change');
  const { time_zone: zone } = useSettings();
  const [state, setState] = useState(product.state);
  const [from, setFrom] = useState(() => (product.published_at ? timeToInput(product.published_at, zone).slice(0, 16) : ''));
  const [opened] = useState(() => Date.now());
  const moment = inputToTime(from, zone);
  const isLater = moment !== null && Date.parse(moment) > opened;
  const { mutate, error, isPending } = useProductWork(
    product.id,
    () =>
      admin.update('products', String(product.id), product.version, {
        published_at: state === 'draft' ? null : state === 'scheduled' ? moment : new Date().toISOString(),
      }),
    DONE[state],
  );
  const isChanged = state !== product.state || (state === 'scheduled' && moment !== product.published_at);
  return (
    <Panel title="In the store">
      <ProblemMessage error={error} />
      <Stack sx={{ gap: 1.5 }}>
        <FormControl disabled={!may}>
          <FormLabel id="publish-state" sx={{ mb: 0.5 }}>
            Customers see it
          </FormLabel>
          <RadioGroup aria-labelledby="publish-state" value={state} onChange={(_, value) => setState(value as Product['state'])}>
            <FormControlLabel value="draft" control={<Radio />} label="Not at all: a draft" />
            <FormControlLabel value="scheduled" control={<Radio />} label="From a time to come" />
            <FormControlLabel value="published" control={<Radio />} label="Now" />
          </RadioGroup>
        </FormControl>
        {state === 'scheduled' && (
          <TextField
            type="datetime-local"
            label="From"
            value={from}
            disabled={!may}
            onChange={(event) => setFrom(event.target.value)}
            error={from !== '' && !isLater}
            helperText={from !== '' && !isLater ? 'Give a time to come.' : `Clocks of ${zone}`}
            slotProps={{ inputLabel: { shrink: true } }}
          />
        )}
        {product.state === 'published' && product.published_at && (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            Since <Time time={product.published_at} />
          </Typography>
        )}
        {may && (
          <Button
            variant="contained"
            disabled={!isChanged || (state === 'scheduled' && !isLater)}
            loading={isPending}
            onClick={() => mutate(undefined)}
            sx={{ alignSelf: 'flex-start' }}
          >
            {state === 'draft' ? 'Make it a draft' : state === 'scheduled' ? 'Schedule' : 'Publish'}
          </Button>
        )}
      </Stack>
    </Panel>
  );
}

import { Box, Button, Typography } from '@mui/material';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { countOf } from '../../lib/text';
import { useDebounced } from '../../lib/useDebounced';
import { Loading } from '../../ui/Loading';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { ObjectLink } from '../people/ObjectLink';
import { Rows } from '../people/Rows';
import { audienceQuery, type AudienceCount, type Campaign } from './api';
import type { Editing } from './editing';

const PAUSE_MS = 600;

export const useAudience = (campaign: Campaign) => useQuery({ ...audienceQuery(campaign), placeholderData: keepPreviousData });

const LEFT_OUT: [keyof AudienceCount['left_out'], string][] = [
  ['unsubscribed', 'unsubscribed'],
  ['no_newsletter', 'did not ask for the newsletter'],
  ['unverified', 'have an address that is not verified'],
  ['suppressed', 'have an address that is suppressed'],
  ['filtered', 'are not meant by what you chose'],
];

/** How many it is for now, who is left out and why, and some of them. Counts what is saved, so it saves. */
export function AudienceCountPanel({ campaign, editing }: { campaign: Campaign; editing: Editing }) {
  const query = useAudience(campaign);
  const isStale = editing.isChanged || editing.saving.isPending;
  useSaveByItself(editing);
  return (
    <Panel title="Who that is now">
      <ProblemMessage error={query.error} onRetry={() => void query.refetch()} />
      {query.isPending && <Loading />}
      {query.data && (
        <Box sx={{ opacity: isStale ? 0.6 : 1 }}>
          <Typography role="status" variant="h5" component="p">
            {countOf(query.data.count, campaign.type)}
          </Typography>
          <LeftOut leftOut={query.data.left_out} />
          {query.data.sample.length > 0 && (
            <>
              <Typography component="h3" variant="subtitle2" sx={{ mt: 2 }}>
                {query.data.count > query.data.sample.length ? `${query.data.sample.length} of them` : 'They are'}
              </Typography>
              <Rows
                empty=""
                rows={query.data.sample.map(({ title, address, member_id: member, prospect_id: prospect }) => ({
                  key: address,
                  main: (
                    <ObjectLink resource={member ? 'members' : 'prospects'} id={(member ?? prospect)!}>
                      {title || address}
                    </ObjectLink>
                  ),
                  ...(title !== address && { more: address }),
                }))}
              />
            </>
          )}
        </Box>
      )}
      {editing.isChanged && (
        <Button size="small" loading={editing.saving.isPending} onClick={() => void editing.save().catch(() => undefined)}>
          Save and count again
        </Button>
      )}
    </Panel>
  );
}

/** The audience is counted by the server, from what is saved: a choice is saved once nothing more is chosen. */
function useSaveByItself({ shown, isChanged, saving, save }: Editing) {
  const chosen = JSON.stringify([shown.type, shown.audience]);
  const settled = useDebounced(chosen, PAUSE_MS);
  /** What was refused waits for another choice. */
  const tried = useRef('');
  const isDue = isChanged && settled === chosen && !saving.isPending;
  useEffect(() => {
    if (!isDue || tried.current === chosen) return;
    tried.current = chosen;
    save().catch(() => undefined);
  }, [isDue, chosen, save]);
}

function LeftOut({ leftOut }: { leftOut: AudienceCount['left_out'] }) {
  const some = LEFT_OUT.filter(([name]) => leftOut[name] > 0);
  if (!some.length)
    return (
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        Nobody is left out.
      </Typography>
    );
  return (
    <>
      <Typography variant="body2" sx={{ color: 'text.secondary', mt: 1 }}>
        Left out:
      </Typography>
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {some.map(([name, words]) => (
          <Typography key={name} component="li" variant="body2">
            <strong>{leftOut[name].toLocaleString('en')}</strong> {words}
          </Typography>
        ))}
      </Box>
    </>
  );
}

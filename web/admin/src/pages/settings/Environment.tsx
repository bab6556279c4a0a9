import { Accordion, AccordionDetails, AccordionSummary, Typography } from '@mui/material';
import ExpandIcon from '@mui/icons-material/ExpandMore';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call';
import { client } from '../../api/client';
import { Loading } from '../../ui/Loading';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { StatusChip } from '../../ui/StatusChip';
import { Rows } from '../people/Rows';

/** What is set where the program runs; it is looked at here and changed there. */
export function Environment() {
  const [open, setOpen] = useState(false);
  return (
    <Accordion variant="outlined" disableGutters expanded={open} onChange={(_event, next) => setOpen(next)} slotProps={{ heading: { component: 'h2' } }}>
      <AccordionSummary expandIcon={<ExpandIcon />}>
        <Typography component="span" sx={{ fontWeight: 600 }}>
          Environment
        </Typography>
      </AccordionSummary>
      <AccordionDetails>{open && <List />}</AccordionDetails>
    </Accordion>
  );
}

function List() {
  const query = useQuery({
    queryKey: ['settings', 'environment'],
    queryFn: ({ signal }) => call(client.GET('/api/admin/settings/environment', { signal })),
  });
  if (query.isPending) return <Loading />;
  return (
    <>
      <Typography variant="body2" sx={{ color: 'text.secondary', mb: 1 }}>
        These are set where the program is started, and their values are not shown here.
      </Typography>
      <ProblemMessage error={query.error} onRetry={() => void query.refetch()} />
      <Rows
        empty="There are none."
        rows={(query.data?.items ?? []).map(({ name, description, is_set, initial }) => ({
          key: name,
          main: <code>{name}</code>,
          more: description.replaceAll('`', ''),
          side: <StatusChip status={is_set ? 'active' : 'none'} label={is_set ? 'Set' : initial ? 'Default' : 'Not set'} />,
        }))}
      />
    </>
  );
}

import CopyIcon from '@mui/icons-material/ContentCopyOutlined';
import { Button, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useNotify } from 'react-admin';
import { useSettings } from '../../api/hooks';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { campaigns } from './api';
import { Numbers } from './Numbers';
import { useSums } from './ResultsStep';

/** The address to put into an ad. It leads to where the ad says, and counts. */
export const landingAddress = (shop: string, code: string) => `${shop}/e/a/${encodeURIComponent(code)}`;

export function LandingLink({ code }: { code: string }) {
  const notify = useNotify();
  const address = landingAddress(useSettings().public_url, code);
  const copy = () =>
    navigator.clipboard.writeText(address).then(
      () => notify('The link is copied.', { type: 'success' }),
      () => notify('It can’t be copied here: mark it and copy it by hand.', { type: 'warning' }),
    );
  return (
    <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap', mb: 1 }}>
      <Typography component="code" variant="body2" sx={{ overflowWrap: 'anywhere', fontFamily: 'ui-monospace, Menlo, Consolas, monospace' }}>
        {address}
      </Typography>
      <Button size="small" startIcon={<CopyIcon />} onClick={() => void copy()} aria-label={`Copy the link of ad ${code}`}>
        Copy
      </Button>
    </Stack>
  );
}

export function AdFigures({ id }: { id: string }) {
  const sums = useSums();
  const query = useQuery({ queryKey: ['ads', id, 'report'], queryFn: ({ signal }) => campaigns.adReport(id, signal) });
  if (query.error) return <ProblemMessage error={query.error} onRetry={() => void query.refetch()} />;
  const { visits, orders, revenue } = query.data ?? { visits: '…', orders: '…', revenue: null };
  return (
    <Numbers
      numbers={[
        { label: 'Visits', value: visits },
        { label: 'Orders', value: orders },
        { label: 'Revenue', value: revenue ? (sums(revenue) ?? '0') : '…' },
      ]}
    />
  );
}

import { Box, Button, GlobalStyles, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router-dom';
import { useApi } from '../../api/hooks';
import { Loading } from '../../ui/Loading';
import { PageTitle } from '../../ui/PageTitle';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { Time } from '../../ui/Time';
import { Address } from './Facts';
import { nameOf } from './LinesPanel';

/** On paper there is the slip alone, dark on white, whatever the screen shows. */
const PRINT = {
  '@media print': {
    'body *': { visibility: 'hidden' },
    '#packing-slip, #packing-slip *': { visibility: 'visible', color: '#000 !important' },
    '#packing-slip': { position: 'absolute', inset: 0, width: '100%' },
    'html, body': { background: '#fff !important' },
  },
};

/** A column that a phone has no room for. */
const WIDE = { display: { xs: 'none', sm: 'table-cell' } };

export default function PackingSlipPage() {
  const { id = '' } = useParams();
  const { client, call } = useApi();
  const { data: slip, error, refetch } = useQuery({
    queryKey: ['orders', 'packing-slip', id],
    queryFn: ({ signal }) => call(client.GET('/api/admin/orders/{id}/packing-slip', { params: { path: { id } }, signal })),
  });
  return (
    <>
      <GlobalStyles styles={PRINT} />
      <PageTitle
        title={slip ? `Packing slip ${slip.identifier}` : 'Packing slip'}
        actions={
          <>
            <Button component={Link} to={`/orders/${id}/show`}>
              Back to the order
            </Button>
            <Button variant="contained" disabled={!slip} onClick={() => window.print()}>
              Print
            </Button>
          </>
        }
      />
      <ProblemMessage error={error} onRetry={() => void refetch()} />
      {!slip && !error && <Loading label="Loading the packing slip" />}
      {slip && (
        <Box id="packing-slip">
          <Typography component="p" variant="h6">
            {slip.store}
          </Typography>
          <Typography>
            Order {slip.identifier}, <Time time={slip.placed_at} dateOnly />
          </Typography>
          <Box sx={{ my: 3 }}>
            <Address place={slip.address} />
            {slip.phone}
          </Box>
          <Typography variant="body2" sx={{ mb: 2 }}>
            {slip.method}
            {slip.tracking_number ? `, ${slip.tracking_number}` : ''}
          </Typography>
          <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label="The parcel">
          <Table size="small" aria-label="What goes into the parcel">
            <TableHead>
              <TableRow>
                <TableCell>Article</TableCell>
                <TableCell sx={WIDE}>Code</TableCell>
                <TableCell align="right">Ordered</TableCell>
                <TableCell align="right">In this parcel</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {slip.lines.map((line) => (
                <TableRow key={line.position}>
                  <TableCell>
                    {nameOf(line)}
                    <Typography variant="caption" sx={{ display: { sm: 'none' } }} component="div">
                      {line.code}
                    </Typography>
                  </TableCell>
                  <TableCell sx={WIDE}>{line.code}</TableCell>
                  <TableCell align="right">{line.ordered}</TableCell>
                  <TableCell align="right">
                    {line.packed}
                    {line.missing > 0 ? ` (${line.missing} to follow)` : ''}
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
          </Box>
          {slip.support_email && <Typography sx={{ mt: 3 }}>Questions? {slip.support_email}</Typography>}
        </Box>
      )}
    </>
  );
}

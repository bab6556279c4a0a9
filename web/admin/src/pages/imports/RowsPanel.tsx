import { Box, Button, Link as PlainLink, Stack, Table, TableBody, TableCell, TableHead, TableRow, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { fieldOf, useResource } from '../../api/hooks';
import type { Resource, Value } from '../../api/schema';
import { FieldValue } from '../../generic/fields/FieldValue';
import { words } from '../../lib/text';
import { addressOf } from '../registry';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { StatusChip } from '../../ui/StatusChip';
import { imports, type Import, type ImportRow } from './api';

type Only = 'all' | 'errors';

/** What each line of the file would do, or did. */
export function RowsPanel({ each }: { each: Import }) {
  const hasErrors = (each.errors ?? 0) > 0;
  const [chosen, setOnly] = useState<Only>();
  const only = chosen ?? (hasErrors ? 'errors' : 'all');
  return (
    <Panel
      title="Lines of the file"
      flush
      actions={
        <ToggleButtonGroup size="small" exclusive value={only} onChange={(_event, value: Only | null) => value && setOnly(value)} aria-label="Which lines">
          <ToggleButton value="all">All</ToggleButton>
          <ToggleButton value="errors">Only errors</ToggleButton>
        </ToggleButtonGroup>
      }
    >
      <Rows each={each} only={only} />
    </Panel>
  );
}

function Rows({ each, only }: { each: Import; only: Only }) {
  const resource = useResource(each.resource);
  const rows = useInfiniteQuery({
    queryKey: ['imports', each.id, 'rows', only, each.finished_at],
    queryFn: ({ pageParam, signal }) => imports.rows(each.id, only, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  if (rows.error) return <Box sx={{ p: 2 }}><ProblemMessage error={rows.error} onRetry={() => void rows.refetch()} /></Box>;
  if (rows.isPending) return <Loading />;
  const items = rows.data.pages.flatMap((page) => page.items);
  if (!items.length) return <EmptyState title={only === 'errors' ? 'No line has errors.' : 'The file has no lines.'} />;
  return (
    <>
      <Table size="small" sx={{ tableLayout: 'fixed' }}>
        <TableHead>
          <TableRow>
            <TableCell sx={{ width: 72 }}>Line</TableCell>
            <TableCell>What it does</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {items.map((row) => (
            <Row key={row.number} row={row} resource={resource} name={each.resource} />
          ))}
        </TableBody>
      </Table>
      {rows.hasNextPage && (
        <Box sx={{ p: 2 }}>
          <Button variant="outlined" loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
            Show more
          </Button>
        </Box>
      )}
    </>
  );
}

const DOES = { create: 'New', update: 'Change', unchanged: 'As it is' } as const;

interface RowProps {
  row: ImportRow;
  resource: Resource | undefined;
  name: string;
}

function Row({ row, resource, name }: RowProps) {
  return (
    <TableRow sx={{ verticalAlign: 'top' }}>
      <TableCell component="th" scope="row" className="money">
        {row.line}
      </TableCell>
      <TableCell sx={{ overflowWrap: 'anywhere' }}>
        <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
          <StatusChip status={row.action ?? 'error'} label={row.action ? DOES[row.action] : 'Error'} />
          {row.object_id !== null && (
            <PlainLink component={Link} to={addressOf(name, row.object_id)}>
              {row.title || row.object_id}
            </PlainLink>
          )}
        </Stack>
        {row.errors.map((error) => (
          <Problem key={`${error.field} ${error.code}`} error={error} resource={resource} />
        ))}
        <Box component="dl" sx={{ m: 0 }}>
          {row.changes.map((change) => (
            <Difference key={change.field} change={change} resource={resource} isNew={row.action === 'create'} />
          ))}
        </Box>
      </TableCell>
    </TableRow>
  );
}

const labelOf = (resource: Resource | undefined, field: string) => (resource && fieldOf(resource, field)?.label) ?? words(field);

function Problem({ error, resource }: { error: ImportRow['errors'][number]; resource: Resource | undefined }) {
  return (
    <Typography variant="body2" sx={{ color: 'error.main', mt: 0.5 }}>
      {error.field && <b>{labelOf(resource, error.field)}: </b>}
      {error.message}
      {error.value && ` It says “${error.value}”.`}
    </Typography>
  );
}

interface DifferenceProps {
  change: ImportRow['changes'][number];
  resource: Resource | undefined;
  isNew: boolean;
}

/** "Title: Old → New" */
function Difference({ change, resource, isNew }: DifferenceProps) {
  const field = resource && fieldOf(resource, change.field);
  const show = (value: unknown) => (field ? <FieldValue field={field} value={value as Value} short plain /> : JSON.stringify(value));
  return (
    <Stack direction="row" sx={{ gap: 0.75, mt: 0.5, flexWrap: 'wrap', typography: 'body2' }}>
      <Box component="dt" sx={{ color: 'text.secondary' }}>
        {labelOf(resource, change.field)}:
      </Box>
      <Stack component="dd" direction="row" sx={{ m: 0, gap: 0.75, flexWrap: 'wrap', minWidth: 0 }}>
        {!isNew && (
          <>
            <del>{show(change.before)}</del>
            <span aria-label="becomes" role="img">→</span>
          </>
        )}
        <ins style={{ textDecoration: 'none' }}>{show(change.after)}</ins>
      </Stack>
    </Stack>
  );
}

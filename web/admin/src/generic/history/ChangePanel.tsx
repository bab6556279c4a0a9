import { Box, Button, Link as PlainLink, Table, TableBody, TableCell, TableContainer, TableHead, TableRow, Typography } from '@mui/material';
import { Link } from 'react-router-dom';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { admin } from '../../api/admin';
import { useResource } from '../../api/hooks';
import type { Change, ChangedRow, Field, Value } from '../../api/schema';
import { words } from '../../lib/text';
import { addressOf } from '../../pages/registry';
import { Panel } from '../../ui/Panel';
import { StatusChip } from '../../ui/StatusChip';
import { Time } from '../../ui/Time';
import { FieldValue } from '../fields/FieldValue';

interface ChangePanelProps {
  change: Change;
  showsObject: boolean;
  onUndo: () => void;
}

/** Rows that are shown before one asks for the others. */
const SHOWN = 5;
const DID = { insert: 'made', update: 'changed', delete: 'deleted' } as const;

export function ChangePanel({ change, showsObject, onUndo }: ChangePanelProps) {
  const [all, setAll] = useState(false);
  const isCut = change.row_count > change.rows.length;
  const whole = useQuery({
    queryKey: ['changes', 'one', change.change_id],
    queryFn: ({ signal }) => admin.change(change.change_id, signal),
    enabled: all && isCut,
  });
  const known = whole.data?.rows ?? change.rows;
  const rows = all ? known : known.slice(0, SHOWN);
  return (
    <Panel
      component="article"
      title={
        <>
          {change.username}, <Time time={change.at} />
        </>
      }
      actions={
        <>
          {change.undoes !== null && <StatusChip status="undo" label="Took a change back" />}
          {change.undone_by !== null && <StatusChip status="undone" label="Taken back" />}
          {change.can_undo && (
            <Button size="small" variant="outlined" onClick={onUndo}>
              Undo
            </Button>
          )}
        </>
      }
    >
      {rows.map((row, at) => (
        <Row key={at} row={row} showsObject={showsObject || change.row_count > 1} />
      ))}
      {!all && change.row_count > rows.length && (
        <Button size="small" onClick={() => setAll(true)}>
          Show {(change.row_count - rows.length).toLocaleString('en')} more
        </Button>
      )}
      {all && change.row_count > rows.length && (
        <Typography variant="body2" sx={{ mt: 2, color: 'text.secondary' }}>
          {whole.isFetching ? 'Loading the others' : `And ${(change.row_count - rows.length).toLocaleString('en')} more.`}
        </Typography>
      )}
    </Panel>
  );
}

const plainField = (name: string): Field =>
  ({ name, label: words(name), type: 'text', reference: null, choices: null }) as unknown as Field;

function Row({ row, showsObject }: { row: ChangedRow; showsObject: boolean }) {
  const resource = useResource(row.resource);
  const names = [...new Set([...Object.keys(row.before ?? {}), ...Object.keys(row.after ?? {})])];
  const what = resource?.label_one ?? words(row.resource);
  const title = row.title || row.object_id;
  const canOpen = resource?.can.view && row.action !== 'delete';
  return (
    <Box sx={{ '& + &': { mt: 2 } }}>
      <Typography variant="body2" sx={{ mb: 0.5 }}>
        {showsObject ? (
          <>
            {what} {canOpen ? <PlainLink component={Link} to={addressOf(row.resource, row.object_id)}>{title}</PlainLink> : <b>{title}</b>} {DID[row.action]}
          </>
        ) : (
          `${what} ${DID[row.action]}`
        )}
      </Typography>
      <TableContainer>
        <Table size="small" sx={{ tableLayout: 'fixed' }}>
          <TableHead>
            <TableRow>
              <TableCell sx={{ width: '28%' }}>Field</TableCell>
              {row.action !== 'insert' && <TableCell>Before</TableCell>}
              {row.action !== 'delete' && <TableCell>After</TableCell>}
            </TableRow>
          </TableHead>
          <TableBody>
            {names.map((name) => (
              <FieldRow key={name} field={resource?.fields.find((field) => field.name === name) ?? plainField(name)} row={row} />
            ))}
          </TableBody>
        </Table>
      </TableContainer>
    </Box>
  );
}

function FieldRow({ field, row }: { field: Field; row: ChangedRow }) {
  const cell = (values: Record<string, Value> | null) => (
    <TableCell sx={{ overflowWrap: 'anywhere', verticalAlign: 'top' }}>
      <FieldValue field={field} value={values?.[field.name]} short />
    </TableCell>
  );
  return (
    <TableRow>
      <TableCell component="th" scope="row" sx={{ verticalAlign: 'top', overflowWrap: 'anywhere' }}>
        {field.label}
      </TableCell>
      {row.action !== 'insert' && cell(row.before)}
      {row.action !== 'delete' && cell(row.after)}
    </TableRow>
  );
}

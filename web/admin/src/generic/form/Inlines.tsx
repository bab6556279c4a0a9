import AddIcon from '@mui/icons-material/Add';
import { Box, Button, Link as PlainLink, Table, TableBody, TableCell, TableContainer, TableHead, TableRow, Typography } from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { admin } from '../../api/admin';
import { useResource } from '../../api/hooks';
import type { AdminObject, Field, Inline, Resource } from '../../api/schema';
import { Loading } from '../../ui/Loading';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { DeleteDialog } from '../actions/DeleteDialog';
import { FieldValue } from '../fields/FieldValue';
import { isNumber, titleOf } from '../list/columns';
import { ObjectDialog } from './ObjectDialog';
import { inSentence } from '../../lib/text';

/** Children shown with their parent; more of them are in their own list. */
const SHOWN = 50;

/** What belongs to an object, in tables, to be edited in place. */
export function Inlines({ resource, record }: { resource: Resource; record: AdminObject }) {
  return resource.inlines.map((inline) => <InlineTable key={`${inline.resource} ${inline.field}`} inline={inline} parent={record} />);
}

type Open = { edit: AdminObject } | { remove: AdminObject } | 'add' | undefined;

function InlineTable({ inline, parent }: { inline: Inline; parent: AdminObject }) {
  const child = useResource(inline.resource);
  const [open, setOpen] = useState<Open>();
  const queryClient = useQueryClient();
  const filter = { [inline.field]: parent.id };
  const children = useQuery({
    queryKey: [inline.resource, 'inline', inline.field, parent.id],
    queryFn: ({ signal }) => admin.list(inline.resource, { limit: SHOWN, filter: JSON.stringify(filter) }, signal),
    enabled: child?.can.view ?? false,
  });
  if (!child?.can.view) return null;
  const columns = child.fields.filter(({ name, list }) => list && name !== inline.field);
  const close = () => setOpen(undefined);
  const changed = () => {
    close();
    void queryClient.invalidateQueries({ queryKey: [inline.resource] });
  };
  const total = children.data?.total ?? 0;
  return (
    <Panel
      flush
      title={inline.label}
      actions={
        child.can.add && (
          <Button size="small" startIcon={<AddIcon />} onClick={() => setOpen('add')} aria-label={`Add to ${inSentence(inline.label)}`}>
            Add
          </Button>
        )
      }
    >
      {children.error && <ProblemMessage error={children.error} onRetry={() => void children.refetch()} />}
      {children.isPending && <Loading />}
      {children.data?.items.length === 0 && <Typography sx={{ px: 2, pb: 2, color: 'text.secondary' }}>None yet.</Typography>}
      {children.data && children.data.items.length > 0 && (
        <Rows child={child} columns={columns} objects={children.data.items} label={inline.label} onOpen={setOpen} />
      )}
      {total > SHOWN && (
        <Box sx={{ p: 2 }}>
          <PlainLink component={Link} to={`/${inline.resource}?filter=${encodeURIComponent(JSON.stringify(filter))}`}>
            All {total.toLocaleString('en')}
          </PlainLink>
        </Box>
      )}
      {open === 'add' && <ObjectDialog resource={child} fixed={filter} onClose={close} onDone={changed} />}
      {typeof open === 'object' && 'edit' in open && <ObjectDialog resource={child} id={open.edit.id} fixed={filter} onClose={close} onDone={changed} />}
      {typeof open === 'object' && 'remove' in open && (
        <DeleteDialog resource={child} ids={[open.remove.id]} title={titleOf(open.remove, child)} onClose={close} onDone={changed} />
      )}
    </Panel>
  );
}

interface RowsProps {
  child: Resource;
  columns: Field[];
  objects: AdminObject[];
  label: string;
  onOpen: (open: Open) => void;
}

function Rows({ child, columns, objects, label, onOpen }: RowsProps) {
  return (
    <TableContainer tabIndex={0} role="group" aria-label={label}>
      <Table size="small">
        <TableHead>
          <TableRow>
            {columns.map((field) => (
              <TableCell key={field.name} align={isNumber(field) ? 'right' : 'left'}>
                {field.label}
              </TableCell>
            ))}
            <TableCell align="right" sx={{ position: 'relative' }}>
              <Box component="span" sx={{ position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' }}>
                What to do
              </Box>
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {objects.map((object) => {
            const title = titleOf(object, child);
            return (
              <TableRow key={object.id} hover>
                {columns.map((field) => (
                  <TableCell key={field.name} align={isNumber(field) ? 'right' : 'left'} sx={{ maxWidth: 320, overflow: 'hidden', textOverflow: 'ellipsis' }}>
                    <FieldValue field={field} value={object.values[field.name]} short />
                  </TableCell>
                ))}
                <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
                  <Button size="small" aria-label={`${child.can.change ? 'Edit' : 'Show'} ${title}`} onClick={() => onOpen({ edit: object })}>
                    {child.can.change ? 'Edit' : 'Show'}
                  </Button>
                  {child.can.delete && (
                    <Button size="small" color="error" aria-label={`Delete ${title}`} onClick={() => onOpen({ remove: object })}>
                      Delete
                    </Button>
                  )}
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

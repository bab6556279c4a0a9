import { Box, Checkbox, Link as PlainLink, Table, TableBody, TableCell, TableContainer, TableHead, TableRow, TableSortLabel } from '@mui/material';
import type { ReactNode } from 'react';
import { useListContext } from 'react-admin';
import { Link, useNavigate } from 'react-router-dom';
import type { AdminObject, Field, Resource } from '../../api/schema';
import { addressOf } from '../../pages/registry';
import { FieldValue } from '../fields/FieldValue';
import { canChoose, columnsOf, isNumber, linkColumn, titleOf } from './columns';

interface ListTableProps {
  resource: Resource;
  objects: AdminObject[];
}

export function ListTable({ resource, objects }: ListTableProps) {
  const { selectedIds, onSelect, isFetching } = useListContext();
  const columns = columnsOf(resource);
  const chooses = canChoose(resource);
  const chosen = objects.filter(({ id }) => selectedIds.includes(id)).length;
  const choosePage = (all: boolean) => {
    const here = objects.map(({ id }) => id);
    const others = selectedIds.filter((id) => !here.includes(String(id)));
    onSelect(all ? [...others, ...here] : others);
  };
  return (
    <TableContainer tabIndex={0} role="region" aria-label={resource.label} sx={{ opacity: isFetching ? 0.7 : 1 }}>
      <Table size="small">
        <TableHead>
          <TableRow>
            {chooses && (
              <TableCell padding="checkbox">
                <Checkbox
                  size="small"
                  checked={chosen === objects.length}
                  indeterminate={chosen > 0 && chosen < objects.length}
                  onChange={(_event, checked) => choosePage(checked)}
                  slotProps={{ input: { 'aria-label': 'Choose all on this page' } }}
                />
              </TableCell>
            )}
            {!linkColumn(columns) && <TableCell>{resource.label_one}</TableCell>}
            {columns.map((field) => (
              <HeadCell key={field.name} field={field} />
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {objects.map((object) => (
            <Row key={object.id} resource={resource} object={object} columns={columns} chooses={chooses} />
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

function HeadCell({ field }: { field: Field }) {
  const { sort, setSort } = useListContext();
  const source = `values.${field.name}`;
  const isSorted = sort.field === source;
  const direction = isSorted && sort.order === 'DESC' ? 'desc' : 'asc';
  const press = () => setSort({ field: source, order: isSorted && sort.order === 'ASC' ? 'DESC' : 'ASC' });
  return (
    <TableCell align={isNumber(field) ? 'right' : 'left'} sortDirection={isSorted ? direction : false}>
      {field.sort ? (
        <TableSortLabel active={isSorted} direction={direction} onClick={press}>
          {field.label}
        </TableSortLabel>
      ) : (
        field.label
      )}
    </TableCell>
  );
}

interface RowProps {
  resource: Resource;
  object: AdminObject;
  columns: Field[];
  chooses: boolean;
}

function Row({ resource, object, columns, chooses }: RowProps) {
  const { selectedIds, onToggleItem } = useListContext();
  const navigate = useNavigate();
  const address = addressOf(resource.name, object.id);
  const isChosen = selectedIds.includes(object.id);
  const title = titleOf(object, resource);
  const linked = linkColumn(columns);
  const link = (shown: ReactNode) => (
    <PlainLink component={Link} to={address} onClick={(event) => event.stopPropagation()} aria-label={title} underline="hover" sx={{ fontWeight: 600, color: 'text.primary' }}>
      {shown}
    </PlainLink>
  );
  return (
    <TableRow hover selected={isChosen} onClick={() => navigate(address)} sx={{ cursor: 'pointer' }}>
      {chooses && (
        <TableCell padding="checkbox" onClick={(event) => event.stopPropagation()}>
          <Checkbox size="small" checked={isChosen} onChange={() => onToggleItem(object.id)} slotProps={{ input: { 'aria-label': `Choose ${title}` } }} />
        </TableCell>
      )}
      {!linked && <TableCell>{link(title)}</TableCell>}
      {columns.map((field) => (
        <TableCell key={field.name} align={isNumber(field) ? 'right' : 'left'} sx={field === linked ? { minWidth: 140 } : { maxWidth: 360 }}>
          {field === linked ? link(<FieldValue field={field} value={object.values[field.name]} short plain />) : <Cell field={field} object={object} />}
        </TableCell>
      ))}
    </TableRow>
  );
}

function Cell({ field, object }: { field: Field; object: AdminObject }) {
  return (
    <Box component="span" sx={{ display: 'block', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: field.type === 'texts' ? 'normal' : 'nowrap' }}>
      <FieldValue field={field} value={object.values[field.name]} short />
    </Box>
  );
}

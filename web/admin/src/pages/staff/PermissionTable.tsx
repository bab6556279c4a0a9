import { Box, Checkbox, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { Fragment } from 'react';
import { VERBS, has, withAll, withVerb, type Grants, type Table as GrantTable } from './permissions';

interface PermissionTableProps {
  resources: Grants['resources'];
  granted: GrantTable;
  /** What comes from elsewhere, and what of it is granted here too. */
  inherited: GrantTable;
  own: GrantTable;
  onChange: (granted: GrantTable) => void;
}

/** Resources by verbs. */
export function PermissionTable({ resources, granted, inherited, own, onChange }: PermissionTableProps) {
  const groups = [...new Set(resources.map(({ group }) => group))];
  return (
    <Box sx={{ overflowX: 'auto', mx: -2 }} tabIndex={0} role="region" aria-label="Table of permissions">
      <Table size="small" sx={{ '& td, & th': { px: { xs: 0.5, sm: 2 } } }}>
        <TableHead>
          <TableRow>
            <TableCell sx={{ pl: 2 }}>What</TableCell>
            {VERBS.map(({ verb, label }) => (
              <TableCell key={verb} align="center">
                {label}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {groups.map((group) => (
            <Fragment key={group}>
              <GroupRow group={group} names={resources.filter((each) => each.group === group).map(({ name }) => name)} granted={granted} onChange={onChange} />
              {resources
                .filter((each) => each.group === group)
                .map(({ name, label }) => (
                  <TableRow key={name} hover>
                    <TableCell component="th" scope="row" sx={{ pl: '32px !important' }}>
                      {label}
                    </TableCell>
                    {VERBS.map(({ verb, label: verbLabel }) => {
                      const byGroup = has(inherited, name, verb) && !has(own, name, verb);
                      return (
                        <TableCell key={verb} align="center" padding="none">
                          <Checkbox
                            size="small"
                            checked={has(granted, name, verb) || byGroup}
                            disabled={byGroup}
                            onChange={(_event, on) => onChange(withVerb(granted, name, verb, on))}
                            slotProps={{ input: { 'aria-label': `${verbLabel} ${label}${byGroup ? ', by a group' : ''}` } }}
                          />
                        </TableCell>
                      );
                    })}
                  </TableRow>
                ))}
            </Fragment>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

interface GroupRowProps {
  group: string;
  names: string[];
  granted: GrantTable;
  onChange: (granted: GrantTable) => void;
}

function GroupRow({ group, names, granted, onChange }: GroupRowProps) {
  return (
    <TableRow sx={{ bgcolor: 'action.hover' }}>
      <TableCell component="th" scope="row" sx={{ pl: 2 }}>
        <Typography variant="subtitle2" component="span">
          {group}
        </Typography>
      </TableCell>
      {VERBS.map(({ verb, label }) => {
        const count = names.filter((name) => has(granted, name, verb)).length;
        return (
          <TableCell key={verb} align="center" padding="none">
            <Checkbox
              size="small"
              checked={count === names.length}
              indeterminate={count > 0 && count < names.length}
              onChange={(_event, on) => onChange(withAll(granted, names, verb, on))}
              slotProps={{ input: { 'aria-label': `${label} all of ${group}` } }}
            />
          </TableCell>
        );
      })}
    </TableRow>
  );
}

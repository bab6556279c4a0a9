import { List, ListItem } from '@mui/material';
import { words } from '../../lib/text';
import { Panel } from '../../ui/Panel';
import { TextLink } from '../../ui/TextLink';
import type { DashboardData } from './Dashboard';

const COUNTED_TO = 10_000;
export const counted = (count: number) => (count >= COUNTED_TO ? `${COUNTED_TO.toLocaleString('en')} or more` : count.toLocaleString('en'));

/** A list of orders, as the address of the list has its filter. */
export const ordersWhere = (filter: Record<string, unknown>) => `/orders?filter=${encodeURIComponent(JSON.stringify(filter))}`;

export function ToDoPanel({ toDo }: { toDo: NonNullable<DashboardData['to_do']> }) {
  return (
    <Panel title="Orders to do">
      <List dense disablePadding>
        {Object.entries(toDo).map(([status, count]) => (
          <ListItem key={status} disableGutters sx={{ justifyContent: 'space-between' }}>
            <TextLink to={ordersWhere({ status })}>{words(status)}</TextLink>
            <span>{counted(count)}</span>
          </ListItem>
        ))}
      </List>
    </Panel>
  );
}

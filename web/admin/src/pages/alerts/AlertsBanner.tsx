import { Alert, Button } from '@mui/material';
import { Link, useLocation } from 'react-router-dom';
import { countOf } from '../../lib/text';
import { useOpenAlerts } from './openAlerts';

/** Above every page, while something is wrong that somebody has to look at. */
export function AlertsBanner() {
  const { pathname } = useLocation();
  const count = useOpenAlerts().data?.total ?? 0;
  if (!count || pathname === '/open-alerts') return null;
  return (
    <Alert
      severity="warning"
      square
      action={
        <Button component={Link} to="/open-alerts" color="inherit" size="small">
          Look
        </Button>
      }
    >
      {count === 1 ? 'One thing needs a look.' : `${countOf(count, 'thing')} need a look.`}
    </Alert>
  );
}

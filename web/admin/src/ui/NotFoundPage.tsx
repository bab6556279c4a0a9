import { Button } from '@mui/material';
import { Link } from 'react-router-dom';
import { PageTitle } from './PageTitle';

export function NotFoundPage() {
  return (
    <>
      <PageTitle title="There is no such page" help="Or there is, and you may not see it." />
      <Button component={Link} to="/" variant="contained">
        Go to the start
      </Button>
    </>
  );
}

import { Card, CardActionArea, CardContent, Typography, Box } from '@mui/material';
import { Link } from 'react-router-dom';
import { PageTitle } from '../ui/PageTitle';
import { useMenu } from './useMenu';

/** The page at the start while no area brings a dashboard: where everything is. */
export function Start() {
  const groups = useMenu();
  return (
    <>
      <PageTitle title="Start" />
      {groups.map(({ group, entries }) => (
        <Box component="section" key={group} aria-label={group} sx={{ mb: 3 }}>
          <Typography component="h2" variant="subtitle2" sx={{ color: 'text.secondary', mb: 1 }}>
            {group}
          </Typography>
          <Box sx={{ display: 'grid', gap: 1, gridTemplateColumns: 'repeat(auto-fill, minmax(180px, 1fr))' }}>
            {entries.map(({ label, path }) => (
              <Card variant="outlined" key={path}>
                <CardActionArea component={Link} to={path}>
                  <CardContent sx={{ py: 1.5 }}>{label}</CardContent>
                </CardActionArea>
              </Card>
            ))}
          </Box>
        </Box>
      ))}
    </>
  );
}

import { Box, Paper } from '@mui/material';
import { lazy, Suspense, useMemo, useState } from 'react';
import { ListBase, useResourceContext } from 'react-admin';
import { useResource } from '../../api/hooks';
import type { Resource } from '../../api/schema';
import { fromApiSort } from '../../data/filter';
import { pagesOf } from '../../pages/registry';
import { PageTitle } from '../../ui/PageTitle';
import { ActiveFilters } from './ActiveFilters';
import { BulkBar } from './BulkBar';
import { ListBody } from './ListBody';
import { ListButtons } from './ListButtons';
import { ListPages } from './ListPages';
import { ListToolbar } from './ListToolbar';

const FilterDrawer = lazy(() => import('./FilterDrawer'));

export default function GenericList() {
  const resource = useResource(useResourceContext());
  if (!resource) return null;
  return <ResourceList key={resource.name} resource={resource} />;
}

function ResourceList({ resource }: { resource: Resource }) {
  const [choosesFilters, setChoosesFilters] = useState(false);
  // The same object every time: react-admin takes another one for another order.
  const sort = useMemo(() => fromApiSort(resource.sort), [resource.sort]);
  const { listActions: Actions } = pagesOf(resource.name);
  return (
    <ListBase resource={resource.name} sort={sort} perPage={25} exporter={false} disableAuthentication>
      <PageTitle
        title={resource.label}
        help={resource.help}
        actions={
          <>
            {Actions && (
              <Suspense fallback={null}>
                <Actions resource={resource} />
              </Suspense>
            )}
            <ListButtons resource={resource} />
          </>
        }
      />
      <Paper variant="outlined" sx={{ overflow: 'hidden' }}>
        <ListToolbar resource={resource} onFilters={() => setChoosesFilters(true)} />
        <ActiveFilters resource={resource} />
        <BulkBar resource={resource} />
        <Box sx={{ minHeight: 200 }}>
          <ListBody resource={resource} />
        </Box>
        <ListPages />
      </Paper>
      {choosesFilters && (
        <Suspense fallback={null}>
          <FilterDrawer resource={resource} onClose={() => setChoosesFilters(false)} />
        </Suspense>
      )}
    </ListBase>
  );
}

import { Button, useMediaQuery, type Theme } from '@mui/material';
import { useListContext } from 'react-admin';
import { Link } from 'react-router-dom';
import type { AdminObject, Resource } from '../../api/schema';
import { codeOf } from '../../data/errors';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { ListCards } from './ListCards';
import { ListTable } from './ListTable';
import { inSentence } from '../../lib/text';

export function ListBody({ resource }: { resource: Resource }) {
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  const { data, error, isPending, refetch, filterValues, setFilters, setPage } = useListContext<AdminObject>();
  if (error && codeOf(error) === 'page_too_deep') {
    return (
      <EmptyState title={(error as Error).message}>
        <Button variant="outlined" onClick={() => setPage(1)}>
          To the first page
        </Button>
      </EmptyState>
    );
  }
  if (error) return <ProblemMessage error={error} onRetry={() => void refetch()} />;
  if (isPending || !data) return <Loading />;
  if (data.length === 0) {
    const isFiltered = Object.keys(filterValues).length > 0;
    return (
      <EmptyState title={isFiltered ? 'Nothing matches.' : `There are no ${inSentence(resource.label)} yet.`}>
        {isFiltered ? (
          <Button variant="outlined" onClick={() => setFilters({})}>
            Show all
          </Button>
        ) : (
          resource.can.add && (
            <Button variant="outlined" component={Link} to={`/${resource.name}/create`}>
              Make the first one
            </Button>
          )
        )}
      </EmptyState>
    );
  }
  return isPhone ? <ListCards resource={resource} objects={data} /> : <ListTable resource={resource} objects={data} />;
}

import { Box, Tab, Tabs } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { EditBase, HttpError, useEditContext, useNotify, useResourceContext } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import { admin } from '../../api/admin';
import { useResource } from '../../api/hooks';
import type { AdminObject, Resource } from '../../api/schema';
import { codeOf } from '../../data/errors';
import { pagesOf } from '../../pages/registry';
import { Loading } from '../../ui/Loading';
import { PageTitle } from '../../ui/PageTitle';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { NotFoundPage } from '../../ui/NotFoundPage';
import { ChangeList } from '../history/ChangeList';
import { titleOf } from '../list/columns';
import { ConflictDialog } from './ConflictDialog';
import { Inlines } from './Inlines';
import { ObjectActions } from './ObjectActions';
import { ObjectForm } from './ObjectForm';

export default function GenericEdit() {
  const resource = useResource(useResourceContext());
  return resource ? <OneObject resource={resource} /> : null;
}

/** What somebody is writing is not to change below their hands: the object is loaded when they say so. */
const QUERY = { refetchOnWindowFocus: false, refetchOnReconnect: false, retry: false } as const;

function OneObject({ resource }: { resource: Resource }) {
  const notify = useNotify();
  const [conflict, setConflict] = useState<Record<string, unknown>>();
  const onSuccess = () => notify('Saved', { type: 'success' });
  const onError = (error: unknown, variables: { data?: unknown } | undefined) => {
    if (codeOf(error) === 'edit_conflict') {
      setConflict(((variables?.data as Partial<AdminObject> | undefined)?.values ?? {}) as Record<string, unknown>);
    } else if (!isOfFields(error)) {
      notify(error instanceof Error ? error.message : 'It could not be saved.', { type: 'error' });
    }
  };
  return (
    <EditBase
      resource={resource.name}
      redirect={false}
      mutationMode="pessimistic"
      disableAuthentication
      queryOptions={{ ...QUERY, onError: () => {} } as object}
      mutationOptions={{ onSuccess, onError }}
    >
      <Loaded resource={resource} conflict={conflict} onConflictEnd={() => setConflict(undefined)} />
    </EditBase>
  );
}

const isOfFields = (error: unknown) => error instanceof HttpError && Boolean((error.body as { errors?: { values?: unknown } })?.errors?.values);

interface LoadedProps {
  resource: Resource;
  conflict: Record<string, unknown> | undefined;
  onConflictEnd: () => void;
}

function Loaded({ resource, conflict, onConflictEnd }: LoadedProps) {
  const { record, error, isPending, refetch } = useEditContext<AdminObject>();
  if (error) {
    return (error as HttpError).status === 404 ? <NotFoundPage /> : (
      <Box sx={{ pt: 3 }}>
        <ProblemMessage error={error} onRetry={() => void refetch()} />
      </Box>
    );
  }
  if (isPending || !record) return <Loading />;
  return <ObjectPage key={record.id} resource={resource} record={record} conflict={conflict} onConflictEnd={onConflictEnd} />;
}

function ObjectPage({ resource, record, conflict, onConflictEnd }: LoadedProps & { record: AdminObject }) {
  const { refetch } = useEditContext();
  const [search, setSearch] = useSearchParams();
  const queryClient = useQueryClient();
  const tab = search.get('tab') === 'history' ? 'history' : 'details';
  const refresh = () => void refetch();
  const { panels = [] } = pagesOf(resource.name);
  const historyKey = [resource.name, 'history', record.id];
  const reloadAll = () => {
    refresh();
    void queryClient.invalidateQueries({ queryKey: historyKey });
  };
  return (
    <>
      <PageTitle title={titleOf(record, resource)} help={resource.label_one} actions={<ObjectActions resource={resource} record={record} onDone={reloadAll} />} />
      <Tabs value={tab} onChange={(_event, next: string) => setSearch(next === 'history' ? { tab: next } : {}, { replace: true })} sx={{ mb: 2 }} aria-label="Parts of this page">
        <Tab value="details" label="Details" id="tab-details" aria-controls="part-details" />
        <Tab value="history" label="History" id="tab-history" aria-controls="part-history" />
      </Tabs>
      {/* Hidden, not gone: what was typed stays. */}
      <Box role="tabpanel" id="part-details" aria-labelledby="tab-details" hidden={tab !== 'details'}>
        <Suspense fallback={<Loading />}>
          {panels.map((PanelComponent, at) => (
            <PanelComponent key={at} record={record} resource={resource} refresh={reloadAll} />
          ))}
        </Suspense>
        <ObjectForm resource={resource} record={record} />
        <Inlines resource={resource} record={record} />
      </Box>
      <Box role="tabpanel" id="part-history" aria-labelledby="tab-history" hidden={tab !== 'history'}>
        {tab === 'history' && (
          <ChangeList queryKey={historyKey} load={(query, signal) => admin.history(resource.name, record.id, query, signal)} onUndone={refresh} />
        )}
      </Box>
      {conflict && <ConflictDialog resource={resource} opened={record} mine={conflict} onClose={onConflictEnd} />}
    </>
  );
}

import { Alert, Button, Link, Typography } from '@mui/material';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { call } from '../../api/call';
import { client } from '../../api/client';
import { useSchema } from '../../api/hooks';
import { Loading } from '../../ui/Loading';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { PermissionTable } from './PermissionTable';
import { isSame, type Grants } from './permissions';

interface PermissionsPanelProps {
  of: 'groups' | 'users';
  id: string;
}

/** Who may do what. Superusers alone see it. */
export function PermissionsPanel(props: PermissionsPanelProps) {
  return useSchema().user.is_superuser ? <Loaded {...props} /> : null;
}

function Loaded({ of, id }: PermissionsPanelProps) {
  const query = useQuery({
    queryKey: [of, id, 'permissions'],
    queryFn: ({ signal }) => {
      const init = { params: { path: { id } }, signal };
      return of === 'groups'
        ? call(client.GET('/api/admin/groups/{id}/permissions', init))
        : call(client.GET('/api/admin/users/{id}/permissions', init));
    },
    refetchOnWindowFocus: false,
  });
  return (
    <>
      {query.isPending && (
        <Panel title="Permissions">
          <Loading />
        </Panel>
      )}
      <ProblemMessage error={query.error} onRetry={() => void query.refetch()} />
      {query.data && <Editor key={query.dataUpdatedAt} of={of} id={id} grants={query.data} />}
    </>
  );
}

function Editor({ of, id, grants }: PermissionsPanelProps & { grants: Grants }) {
  const [granted, setGranted] = useState(grants.granted);
  const notify = useNotify();
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: () => {
      const init = { params: { path: { id } }, body: { granted, seen: grants.granted } };
      return of === 'groups'
        ? call(client.PUT('/api/admin/groups/{id}/permissions', init))
        : call(client.PUT('/api/admin/users/{id}/permissions', init));
    },
    onSuccess: (data) => {
      queryClient.setQueryData([of, id, 'permissions'], data);
      notify('Saved. It holds at once.', { type: 'success' });
    },
  });
  if (grants.is_superuser)
    return (
      <Panel title="Permissions">
        <Typography variant="body2">Superusers may do everything.</Typography>
      </Panel>
    );
  return (
    <Panel
      title={of === 'groups' ? 'What this group may do' : 'What this person may do besides the groups'}
      actions={
        <Button variant="contained" disabled={isSame(granted, grants.granted)} loading={save.isPending} onClick={() => save.mutate()}>
          Save permissions
        </Button>
      }
    >
      <ProblemMessage error={save.error} />
      <About grants={grants} of={of} />
      <PermissionTable resources={grants.resources} granted={granted} inherited={of === 'users' ? grants.effective : {}} own={grants.granted} onChange={setGranted} />
    </Panel>
  );
}

function About({ grants, of }: { grants: Grants; of: 'groups' | 'users' }) {
  const named = of === 'groups' ? grants.people : grants.groups;
  const path = of === 'groups' ? '/users' : '/groups';
  return (
    <>
      {!grants.is_staff && (
        <Alert severity="info" sx={{ mb: 2 }}>
          This account does not work here (or is closed), so its permissions are without effect.
        </Alert>
      )}
      <Typography variant="body2" sx={{ mb: 2 }}>
        {of === 'groups' ? 'Staff in it: ' : 'Groups: '}
        {named.length === 0 && 'none'}
        {named.map(({ id, name }, at) => (
          <span key={id}>
            {at > 0 && ', '}
            <Link component={RouterLink} to={`${path}/${id}`}>
              {name}
            </Link>
          </span>
        ))}
      </Typography>
    </>
  );
}

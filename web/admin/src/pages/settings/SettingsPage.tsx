import { Button } from '@mui/material';
import { ApiError, type Schemas } from '@startupwebapp/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { call } from '../../api/call';
import { client } from '../../api/client';
import { useCan } from '../../api/hooks';
import { shortcut } from '../../app/Shortcuts';
import { Loading } from '../../ui/Loading';
import { PageTitle } from '../../ui/PageTitle';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { Environment } from './Environment';
import { SettingInput } from './SettingInput';

type Setting = Schemas['AdminSetting'];
type Value = Setting['value'];

const loadSettings = (signal: AbortSignal) => call(client.GET('/api/admin/settings', { signal }));

/** What the store is called, where it sells to, and whom it lets in. */
export default function SettingsPage() {
  const query = useQuery({ queryKey: ['settings'], queryFn: ({ signal }) => loadSettings(signal), refetchOnWindowFocus: false });
  if (query.isPending) return <Loading />;
  if (!query.data)
    return (
      <>
        <PageTitle title="Settings" />
        <ProblemMessage error={query.error} onRetry={() => void query.refetch()} />
      </>
    );
  return <SettingsForm key={query.dataUpdatedAt} settings={query.data.items} />;
}

const groupsOf = (settings: Setting[]) => [...new Set(settings.map(({ group }) => group))];

function SettingsForm({ settings }: { settings: Setting[] }) {
  const [given, setGiven] = useState<Record<string, Value>>({});
  const mayChange = useCan('configuration', 'change');
  const save = useSave();
  const error = save.error instanceof ApiError ? save.error : null;
  const changed = settings.filter(({ key, value }) => key in given && JSON.stringify(given[key]) !== JSON.stringify(value));
  const values = Object.fromEntries(changed.map(({ key }) => [key, given[key] ?? null]));
  return (
    <>
      <PageTitle
        title="Settings"
        help="They hold from the moment they are saved."
        actions={
          mayChange && (
            <Button variant="contained" disabled={!changed.length} loading={save.isPending} onClick={() => save.mutate(values)} {...shortcut('save')}>
              {changed.length > 1 ? `Save ${changed.length} changes` : 'Save'}
            </Button>
          )
        }
      />
      <ProblemMessage error={save.error} />
      {groupsOf(settings).map((group) => (
        <Panel key={group} title={group}>
          {settings
            .filter((setting) => setting.group === group)
            .map((setting) => (
              <SettingInput
                key={setting.key}
                setting={setting}
                value={setting.key in given ? given[setting.key]! : setting.value}
                disabled={!mayChange || setting.read_only}
                error={error?.field(`values.${setting.key}`)}
                onChange={(value) => setGiven({ ...given, [setting.key]: value })}
              />
            ))}
        </Panel>
      ))}
      <Environment />
    </>
  );
}

function useSave() {
  const notify = useNotify();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (values: Record<string, Value>) => call(client.PUT('/api/admin/settings', { body: { values } })),
    onSuccess: async (data) => {
      queryClient.setQueryData(['settings'], data);
      notify('Saved.', { type: 'success' });
      await queryClient.invalidateQueries({ queryKey: ['schema'] }); // the store's name and currency are in it
    },
  });
}

import { CreateBase, Form, useNotify, useRedirect, useResourceContext, useSaveContext } from 'react-admin';
import { useResource } from '../../api/hooks';
import type { AdminObject, Resource } from '../../api/schema';
import { addressOf } from '../../pages/registry';
import { PageTitle } from '../../ui/PageTitle';
import { Panel } from '../../ui/Panel';
import { emptyValues, useEditable } from './fields';
import { FormFields } from './FormFields';
import { SaveBar } from './SaveBar';

export default function GenericCreate() {
  const resource = useResource(useResourceContext());
  return resource ? <NewObject key={resource.name} resource={resource} /> : null;
}

function NewObject({ resource }: { resource: Resource }) {
  const notify = useNotify();
  const redirect = useRedirect();
  const onSuccess = (made: AdminObject) => {
    notify(`${resource.label_one} made`, { type: 'success' });
    redirect(addressOf(resource.name, made.id));
  };
  return (
    <CreateBase resource={resource.name} redirect={false} disableAuthentication mutationOptions={{ onSuccess }}>
      <PageTitle title={`New ${resource.label_one.toLowerCase()}`} help={resource.help} />
      <NewForm resource={resource} />
    </CreateBase>
  );
}

function NewForm({ resource }: { resource: Resource }) {
  const { saving } = useSaveContext();
  const fields = useEditable(resource, true);
  return (
    <Form warnWhenUnsavedChanges defaultValues={{ values: emptyValues(fields) }} noValidate>
      <Panel>
        <FormFields fields={fields} isNew autoFocus />
      </Panel>
      <SaveBar label={`Make the ${resource.label_one.toLowerCase()}`} busy={saving ?? false} always />
    </Form>
  );
}

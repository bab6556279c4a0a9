import { CreateBase, Form, useNotify, useRedirect, useResourceContext, useSaveContext } from 'react-admin';
import { useResource } from '../../api/hooks';
import type { AdminObject, Resource } from '../../api/schema';
import { addressOf } from '../../pages/registry';
import { PageTitle } from '../../ui/PageTitle';
import { Panel } from '../../ui/Panel';
import { emptyValues, useEditable } from './fields';
import { FormFields } from './FormFields';
import { SaveBar } from './SaveBar';
import { inSentence } from '../../lib/text';
import { pagesOf } from '../../pages/registry';

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
      <PageTitle title={`New ${inSentence(resource.label_one)}`} help={resource.help} />
      <NewForm resource={resource} />
    </CreateBase>
  );
}

function NewForm({ resource }: { resource: Resource }) {
  const { saving } = useSaveContext();
  const fields = useEditable(resource, true).filter(({ name }) => !pagesOf(resource.name).panelFields?.includes(name));
  return (
    <Form warnWhenUnsavedChanges defaultValues={{ values: emptyValues(fields) }} noValidate>
      <Panel>
        <FormFields fields={fields} isNew autoFocus />
      </Panel>
      <SaveBar label={`Make the ${inSentence(resource.label_one)}`} busy={saving ?? false} always />
    </Form>
  );
}

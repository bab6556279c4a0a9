import { Box } from '@mui/material';
import { Form, useSaveContext } from 'react-admin';
import type { AdminObject, Field, Resource } from '../../api/schema';
import { pagesOf } from '../../pages/registry';
import { Panel } from '../../ui/Panel';
import { FactList } from './FactList';
import { facts, useEditable } from './fields';
import { FormFields } from './FormFields';
import { SaveBar } from './SaveBar';

/** The form of an object, and beside it what can't be written. */
export function ObjectForm({ resource, record }: { resource: Resource; record: AdminObject }) {
  const { saving } = useSaveContext();
  const { panelFields = [] } = pagesOf(resource.name);
  const isHere = ({ name }: Field) => !panelFields.includes(name);
  const editable = useEditable(resource, false);
  const fields = editable.filter(isHere);
  const others = (resource.can.change ? facts(resource, editable) : resource.fields.filter(({ type }) => type !== 'password')).filter(isHere);
  const writes = resource.can.change && fields.length > 0;
  return (
    <Box sx={{ display: 'grid', columnGap: 2, gridTemplateColumns: { xs: '1fr', lg: writes && others.length ? 'minmax(0, 1fr) 320px' : '1fr' }, alignItems: 'start' }}>
      {writes && (
        <Form warnWhenUnsavedChanges noValidate>
          <Panel>
            <FormFields fields={fields} isNew={false} />
          </Panel>
          <SaveBar label="Save" busy={saving ?? false} />
        </Form>
      )}
      {others.length > 0 && (
        <Panel title={writes ? 'Read only' : undefined}>
          <FactList fields={others} record={record} columns={writes ? 1 : 2} />
        </Panel>
      )}
    </Box>
  );
}

import { Alert, Button, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { useSchema } from '../../api/hooks';
import type { Resource } from '../../api/schema';
import { EmptyState } from '../../ui/EmptyState';
import { FileDrop } from '../../ui/FileDrop';
import { PageTitle } from '../../ui/PageTitle';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { chosenFiles, imports, type Encoding, type Mode } from './api';
import { download, isImportable, templateOf } from './template';

const MODES: { mode: Mode; label: string; add: boolean; change: boolean }[] = [
  { mode: 'both', label: 'Make new ones and change those that are there', add: true, change: true },
  { mode: 'create', label: 'Make new ones only', add: true, change: false },
  { mode: 'update', label: 'Change those that are there only', add: false, change: true },
];

const modesOf = ({ can }: Resource) => MODES.filter(({ add, change }) => (!add || can.add) && (!change || can.change));

export default function NewImportPage() {
  const resources = useSchema().resources.filter(isImportable);
  const [search, setSearch] = useSearchParams();
  const resource = resources.find(({ name }) => name === search.get('resource')) ?? resources[0];
  return (
    <>
      <PageTitle
        title="Import a CSV file"
        help="The first line names the columns. The file is checked, and you see what each line would do, before anything is changed."
      />
      {resource ? (
        <ImportForm
          key={resource.name}
          resource={resource}
          resources={resources}
          onResource={(name) => setSearch({ resource: name }, { replace: true })}
        />
      ) : (
        <EmptyState title="There is nothing that you may import." />
      )}
    </>
  );
}

interface ImportFormProps {
  resource: Resource;
  resources: Resource[];
  onResource: (name: string) => void;
}

function ImportForm({ resource, resources, onResource }: ImportFormProps) {
  const navigate = useNavigate();
  const modes = modesOf(resource);
  const [mode, setMode] = useState<Mode>(modes[0]?.mode ?? 'both');
  const [encoding, setEncoding] = useState<Encoding>('utf-8');
  const begin = useMutation({
    mutationFn: async (file: File) => {
      const made = await imports.create({ resource: resource.name, filename: file.name.slice(0, 255), size: file.size, mode, encoding });
      chosenFiles.set(made.id, file);
      return made;
    },
    onSuccess: ({ id }) => navigate(`/imports/${id}`),
  });
  return (
    <Panel>
      <ProblemMessage error={begin.error} />
      <Stack sx={{ gap: 2.5, maxWidth: 640 }}>
        <TextField select label="What it holds" value={resource.name} onChange={(event) => onResource(event.target.value)} fullWidth>
          {resources.map(({ name, label }) => (
            <MenuItem key={name} value={name}>
              {label}
            </MenuItem>
          ))}
        </TextField>
        <TextField select label="What to do" value={mode} onChange={(event) => setMode(event.target.value as Mode)} fullWidth>
          {modes.map((each) => (
            <MenuItem key={each.mode} value={each.mode}>
              {each.label}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          select
          label="Encoding"
          value={encoding}
          onChange={(event) => setEncoding(event.target.value as Encoding)}
          helperText="Nearly always UTF-8. Old Windows programs write Windows-1252."
          fullWidth
        >
          <MenuItem value="utf-8">UTF-8</MenuItem>
          <MenuItem value="windows-1252">Windows-1252</MenuItem>
        </TextField>
        <Columns resource={resource} withId={mode !== 'create'} />
        <FileDrop
          label="Choose a CSV file"
          accept=".csv,.tsv,.txt,text/csv"
          disabled={begin.isPending}
          onFiles={([file]) => file && begin.mutate(file)}
        />
      </Stack>
    </Panel>
  );
}

function Columns({ resource, withId }: { resource: Resource; withId: boolean }) {
  return (
    <Alert
      severity="info"
      action={
        <Button color="inherit" size="small" sx={{ whiteSpace: { sm: 'nowrap' } }} onClick={() => download(templateOf(resource, withId), `${resource.name}.csv`)}>
          Download a template
        </Button>
      }
      sx={{ '& .MuiAlert-message': { minWidth: 0 } }}
    >
      <Typography variant="body2">
        Lines are told apart by their id, or by what is unique, such as a code or a slug. Amounts are written as 12.50. An export of the list is a
        file that can be imported again.
      </Typography>
    </Alert>
  );
}

import { Alert, Box, Button, FormControlLabel, Switch, TextField } from '@mui/material';
import { ApiError } from '@startupwebapp/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useNotify } from 'react-admin';
import { call } from '../../api/call';
import { client } from '../../api/client';
import { useCan } from '../../api/hooks';
import { shortcut } from '../../app/Shortcuts';
import { words } from '../../lib/text';
import { useDebounced } from '../../lib/useDebounced';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { Loading } from '../../ui/Loading';
import { PageTitle } from '../../ui/PageTitle';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { StatusChip } from '../../ui/StatusChip';
import { PreviewPane } from './PreviewPane';
import { ProblemList } from './ProblemList';
import { SamplePicker } from './SamplePicker';
import { SourceEditor, type SourceHandle } from './SourceEditor';
import { usePreview, type Problem, type Sample } from './preview';
import { sampleKind, saveSources, type Kept, type Sources, type Template } from './templates';

const SUFFIX = { subject: 'subject', html: 'html', text: 'txt' };

interface TemplateEditorProps {
  template: Template;
  initial: Sources;
  kept: Kept | null;
}

/** Subject, HTML and text of a mail, with what they give beside them. */
export function TemplateEditor({ template, initial, kept }: TemplateEditorProps) {
  const [sources, setSources] = useState(initial);
  const [sample, setSample] = useState<Sample | null>(null);
  const [confirms, setConfirms] = useState(false);
  const editors = { html: useRef<SourceHandle>(null), text: useRef<SourceHandle>(null) };
  const subject = useRef<HTMLInputElement>(null);
  const mayWrite = useCan('emails', kept ? 'change' : 'add');
  const draft = useDebounced({ sources, sample }, 400);
  const preview = usePreview({
    template: template.name,
    html: draft.sources.html,
    text: draft.sources.text,
    sample: draft.sample,
    ...(template.is_mail ? { subject: draft.sources.subject } : {}),
  });
  const save = useSave(template, kept, () => setConfirms(false));
  const changed = JSON.stringify(sources) !== JSON.stringify(initial);
  const goTo = ({ part, line }: Problem) => (part === 'subject' ? subject.current?.focus() : editors[part].current?.goTo(line));
  const isOwn = ({ part, template: file }: Problem) => file === `${template.name}.${SUFFIX[part]}`;
  const refused = (part: string) => (save.error instanceof ApiError ? save.error.field(part) : undefined);
  const set = (more: Partial<Sources>) => setSources({ ...sources, ...more });
  return (
    <>
      <PageTitle
        title={words(template.name)}
        help={template.description}
        aside={<StatusChip status={kept?.ready ? 'active' : kept ? 'draft' : 'own'} label={kept?.ready ? 'Yours is in use' : kept ? 'Draft' : 'The program’s own'} />}
        actions={
          <Buttons template={template} kept={kept} sources={sources} changed={changed} save={save} onTakeBack={() => setConfirms(true)} mayWrite={mayWrite} />
        }
      />
      <ProblemMessage error={save.error} />
      <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', lg: '1fr 1fr' }, columnGap: 2, alignItems: 'start' }}>
        <Panel title="Source">
          {template.is_mail && (
            <TextField
              label="Subject"
              value={sources.subject}
              onChange={(event) => set({ subject: event.target.value })}
              inputRef={subject}
              error={Boolean(refused('subject'))}
              helperText={refused('subject') ?? 'Empty: the program’s own.'}
              disabled={!mayWrite}
              sx={{ mb: 2 }}
            />
          )}
          <SourceEditor label="HTML" value={sources.html} onChange={(html) => set({ html })} rows={22} handle={editors.html} error={refused('html')} disabled={!mayWrite} />
          {template.is_mail && (
            <FormControlLabel
              control={<Switch checked={sources.text !== null} onChange={(_event, own) => set({ text: own ? (preview.data?.text ?? '') : null })} disabled={!mayWrite} />}
              label="Write the text part by hand; else it is made of the HTML"
            />
          )}
          {sources.text !== null && (
            <SourceEditor label="Text" value={sources.text} onChange={(text) => set({ text })} rows={10} handle={editors.text} error={refused('text')} disabled={!mayWrite} />
          )}
          {preview.data && <ProblemList problems={preview.data.problems} isOwn={isOwn} onGoTo={goTo} />}
        </Panel>
        <Panel title={template.is_mail ? 'Preview' : `Preview, in ${words(preview.data?.template ?? 'a mail').toLowerCase()}`}>
          <SamplePicker kind={sampleKind(template.name)} onChange={setSample} />
          <ProblemMessage error={preview.error} onRetry={() => void preview.refetch()} />
          {preview.isPending ? <Loading /> : preview.data && <PreviewPane preview={preview.data} />}
        </Panel>
      </Box>
      <ConfirmDialog
        open={confirms}
        title="Go back to the program’s own words?"
        action="Go back"
        busy={save.isPending}
        error={save.error}
        onConfirm={() => save.mutate({ sources: initial, ready: false })}
        onClose={() => setConfirms(false)}
      >
        <Alert severity="info">What you wrote stays here as a draft.</Alert>
      </ConfirmDialog>
    </>
  );
}

function useSave(template: Template, kept: Kept | null, onDone: () => void) {
  const notify = useNotify();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ sources, ready }: { sources: Sources; ready: boolean }) => saveSources(template, sources, kept, ready),
    onSuccess: (_object, { ready }) => {
      onDone();
      notify(ready ? 'Saved. The next mail is written with it.' : 'Saved as a draft.', { type: 'success' });
      void queryClient.invalidateQueries({ queryKey: ['emails'] });
    },
  });
}

interface ButtonsProps {
  template: Template;
  kept: Kept | null;
  sources: Sources;
  changed: boolean;
  mayWrite: boolean;
  save: ReturnType<typeof useSave>;
  onTakeBack: () => void;
}

function Buttons({ template, kept, sources, changed, mayWrite, save, onTakeBack }: ButtonsProps) {
  if (!mayWrite) return null;
  return (
    <>
      <TestButton template={template} sources={sources} />
      {kept?.ready ? (
        <Button variant="outlined" onClick={onTakeBack}>
          Use the program’s own
        </Button>
      ) : (
        <Button variant="outlined" disabled={!changed && kept !== null} loading={save.isPending && !save.variables.ready} onClick={() => save.mutate({ sources, ready: false })}>
          Save draft
        </Button>
      )}
      <Button
        variant="contained"
        disabled={kept?.ready === true && !changed}
        loading={save.isPending && save.variables.ready}
        onClick={() => save.mutate({ sources, ready: true })}
        {...shortcut('save')}
      >
        {kept?.ready ? 'Save' : 'Put in use'}
      </Button>
    </>
  );
}

function TestButton({ template, sources }: { template: Template; sources: Sources }) {
  const notify = useNotify();
  const mayChange = useCan('emails', 'change');
  const test = useMutation({
    mutationFn: () =>
      call(
        client.POST('/api/admin/mail/test', {
          body: { template: template.name, html: sources.html, text: sources.text, ...(template.is_mail ? { subject: sources.subject } : {}) },
        }),
      ),
    onSuccess: ({ recipient }) => notify(`A test is on its way to ${recipient}.`, { type: 'success' }),
    onError: (error) => notify(error instanceof ApiError ? (error.errors[0]?.message ?? error.message) : 'It could not be sent.', { type: 'error' }),
  });
  if (!mayChange) return null;
  return (
    <Button variant="outlined" loading={test.isPending} onClick={() => test.mutate()}>
      Send me a test
    </Button>
  );
}

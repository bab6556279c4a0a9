import { Alert, Box, Button, FormControlLabel, Stack, Switch, TextField, Typography } from '@mui/material';
import { useRef, useState, type RefObject } from 'react';
import { Panel } from '../../ui/Panel';
import { ProblemList } from '../mail/ProblemList';
import type { Problem } from '../mail/preview';
import { SourceEditor, type SourceHandle } from '../mail/SourceEditor';
import type { StepProps } from './CampaignPage';
import type { CampaignPreview, SamplePerson } from './api';
import { HtmlEditor, type HtmlHandle, type HtmlMode } from './HtmlEditor';
import { MERGE_FIELDS, TEXT_FIELDS } from './mergeFields';
import { MergeMenu } from './MergeMenu';
import { PreviewPanel } from './PreviewPanel';
import { SenderFields } from './SenderFields';
import { subjectHint } from './steps';
import { useDraftPreview } from './useDraftPreview';

/** Subject, letter and sender, with what a reader sees beside them. */
export function WriteStep({ campaign, editing, onGo }: StepProps) {
  const { shown } = editing;
  const [sample, setSample] = useState<SamplePerson | null>(null);
  const [mode, setMode] = useState<HtmlMode>('code');
  const preview = useDraftPreview(shown, sample);
  const subject = useRef<HTMLInputElement>(null);
  const html = useRef<HtmlHandle>(null);
  const text = useRef<SourceHandle>(null);
  const isFixed = !campaign.can.edit;
  const goTo = ({ part, line }: Problem) => (part === 'subject' ? subject.current?.focus() : (part === 'html' ? html : text).current?.goTo(line));
  const insertIntoSubject = (added: string) => {
    const input = subject.current;
    if (!input) return;
    input.focus();
    input.setRangeText(added, input.selectionStart ?? input.value.length, input.selectionEnd ?? input.value.length, 'end');
    editing.set({ subject: input.value });
  };
  return (
    <>
      {isFixed && (
        <Typography variant="body2" sx={{ color: 'text.secondary', mb: 2 }}>
          What is written is fixed{campaign.status === 'ready' ? '. Take it back to draft, at “Check”, to change it.' : ': it is what people got.'}
        </Typography>
      )}
      <Box sx={{ display: 'grid', gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: mode === 'code' ? 'minmax(0, 1fr) minmax(0, 1fr)' : 'minmax(0, 1fr)' }, columnGap: 2, alignItems: 'start' }}>
        <Box sx={{ minWidth: 0 }}>
          <Panel title="Letter">
            <Stack sx={{ gap: 2 }}>
              <Box>
                <TextField
                  label="Subject"
                  value={shown.subject}
                  onChange={(event) => editing.set({ subject: event.target.value })}
                  inputRef={subject}
                  disabled={isFixed}
                  helperText={subjectHint(shown.subject)}
                />
                {!isFixed && <MergeMenu into="subject" fields={MERGE_FIELDS} onInsert={insertIntoSubject} />}
              </Box>
              <TextField
                label="Preheader"
                value={shown.preheader}
                onChange={(event) => editing.set({ preheader: event.target.value })}
                disabled={isFixed}
                helperText="The line that mail readers show beside the subject. Empty: they show how the letter begins."
                slotProps={{ htmlInput: { maxLength: 300 } }}
              />
            </Stack>
            <Box sx={{ mt: 2 }}>
              <HtmlEditor mode={mode} onMode={setMode} value={shown.html} onChange={(next) => editing.set({ html: next })} disabled={isFixed} handle={html} />
            </Box>
            <TextPart editing={editing} disabled={isFixed} made={preview.data?.text ?? ''} handle={text} />
            {preview.data && shown.html.trim() && <Findings preview={preview.data} onGoTo={goTo} />}
          </Panel>
          <SenderFields editing={editing} disabled={isFixed} />
        </Box>
        <PreviewPanel campaign={shown} preview={preview} onSample={setSample} />
      </Box>
      <Stack direction="row" sx={{ justifyContent: 'flex-end' }}>
        <Button variant="contained" loading={editing.saving.isPending} onClick={() => onGo('audience')}>
          {editing.isChanged ? 'Save and choose the audience' : 'Choose the audience'}
        </Button>
      </Stack>
    </>
  );
}

/** Problems of the letter itself name it; others stand in a template that it uses. */
const isOwn = ({ template }: { template: string }) => template.startsWith('campaign');
const partOf = (file: string): Problem['part'] => (file.endsWith('.txt') ? 'text' : file.endsWith('.subject') ? 'subject' : 'html');

/** What the check of the templates finds, what nobody knows, and what is too long. */
function Findings({ preview, onGoTo }: { preview: CampaignPreview; onGoTo: (problem: Problem) => void }) {
  const { problems, missing, bytes, is_clipped: isClipped } = preview;
  const unknown = missing.map(({ name, template, line }) => ({ part: partOf(template), template, line, message: `nothing is called “${name}”: nobody sees anything there.` }));
  return (
    <>
      <ProblemList problems={[...problems, ...unknown]} isOwn={isOwn} onGoTo={onGoTo} />
      {isClipped && <Alert severity="warning">{`It has ${Math.ceil(bytes / 1024)} KB: Gmail hides what is behind 102 KB, the link to unsubscribe perhaps.`}</Alert>}
    </>
  );
}

interface TextPartProps {
  editing: StepProps['editing'];
  disabled: boolean;
  /** What is made of the HTML. */
  made: string;
  handle: RefObject<SourceHandle | null>;
}

function TextPart({ editing: { shown, set }, disabled, made, handle }: TextPartProps) {
  return (
    <>
      <FormControlLabel
        control={<Switch checked={shown.text !== null} onChange={(_event, byHand) => set({ text: byHand ? made : null })} disabled={disabled} />}
        label="Write the text part by hand; else it is made of the HTML"
        sx={{ mb: 1 }}
      />
      {shown.text !== null && (
        <>
          {!disabled && <MergeMenu into="text" fields={[...MERGE_FIELDS, ...TEXT_FIELDS]} onInsert={(added) => handle.current?.insert(added)} />}
          <SourceEditor label="Text" value={shown.text} onChange={(text) => set({ text })} rows={10} handle={handle} disabled={disabled} />
        </>
      )}
    </>
  );
}

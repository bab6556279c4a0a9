import { Button, Stack, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material';
import { lazy, Suspense, useImperativeHandle, useRef, useState, type Ref } from 'react';
import { Loading } from '../../ui/Loading';
import { SourceEditor, type SourceHandle } from '../mail/SourceEditor';
import { HTML_FIELDS, MERGE_FIELDS, STARTERS } from './mergeFields';
import { MergeMenu } from './MergeMenu';
import { PictureButton } from './PictureButton';
import type { VisualHandle } from './VisualEditor';

const VisualEditor = lazy(() => import('./VisualEditor'));

export interface HtmlHandle {
  goTo: (line: number) => void;
}

interface HtmlEditorProps {
  mode: HtmlMode;
  onMode: (mode: HtmlMode) => void;
  value: string;
  onChange: (html: string) => void;
  disabled: boolean;
  handle: Ref<HtmlHandle>;
}

export type HtmlMode = 'code' | 'visual';

/** The HTML of a letter, as code or as it looks. */
export function HtmlEditor({ mode, onMode: setMode, value, onChange, disabled, handle }: HtmlEditorProps) {
  const [line, setLine] = useState<number | null>(null);
  const code = useRef<SourceHandle>(null);
  const visual = useRef<VisualHandle>(null);
  const insert = (text: string) => (mode === 'code' ? code : visual).current?.insert(text);
  useImperativeHandle(handle, () => ({
    goTo: (wanted) => {
      if (mode === 'code') return code.current?.goTo(wanted);
      setLine(wanted);
      return setMode('code');
    },
  }));
  /** The code editor that stands there again, with the cursor where it was wanted. */
  const onCode = (next: SourceHandle | null) => {
    code.current = next;
    if (!next || line === null) return;
    next.goTo(line);
    setLine(null);
  };
  return (
    <>
      <Stack direction="row" sx={{ gap: 1, mb: 1, flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between' }}>
        <ToggleButtonGroup exclusive size="small" color="primary" aria-label="How the HTML is written" value={mode} onChange={(_event, next: HtmlMode | null) => next && setMode(next)}>
          <ToggleButton value="code">Code</ToggleButton>
          <ToggleButton value="visual" disabled={disabled}>
            Visual
          </ToggleButton>
        </ToggleButtonGroup>
        {!disabled && (
          <Stack direction="row" sx={{ gap: 1 }}>
            <PictureButton onPicture={(url, alt) => insert(`<img src="${url}" alt="${alt}" width="536" style="display:block;width:100%;height:auto;border:0">`)} />
            <MergeMenu into="letter" fields={[...MERGE_FIELDS, ...HTML_FIELDS]} onInsert={insert} />
          </Stack>
        )}
      </Stack>
      {!value.trim() && !disabled && <Starters onStart={onChange} />}
      {mode === 'code' ? (
        <SourceEditor label="HTML" value={value} onChange={onChange} rows={24} handle={onCode} disabled={disabled} />
      ) : (
        <Suspense fallback={<Loading label="Loading the visual editor" />}>
          <VisualEditor value={value} onChange={onChange} onCode={() => setMode('code')} handle={visual} />
        </Suspense>
      )}
    </>
  );
}

function Starters({ onStart }: { onStart: (html: string) => void }) {
  return (
    <Stack sx={{ gap: 1, mb: 2 }}>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        Begin with
      </Typography>
      <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 1 }}>
        {STARTERS.map(({ label, help, html }) => (
          <Button key={label} variant="outlined" onClick={() => onStart(html)} sx={{ flex: 1, flexDirection: 'column', alignItems: 'flex-start', textAlign: 'left' }}>
            {label}
            <Typography component="span" variant="body2" sx={{ color: 'text.secondary' }}>
              {help}
            </Typography>
          </Button>
        ))}
      </Stack>
    </Stack>
  );
}

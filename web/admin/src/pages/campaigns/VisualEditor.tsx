import { Alert, Box, Button } from '@mui/material';
import { useTheme } from '@mui/material/styles';
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react';
import type { FromFrame, ToFrame } from '../../visual/messages';
import { Loading } from '../../ui/Loading';

export interface VisualHandle {
  insert: (text: string) => void;
}

interface VisualEditorProps {
  value: string;
  onChange: (html: string) => void;
  /** Goes back to the code. */
  onCode: () => void;
  handle: Ref<VisualHandle>;
}

const PAGE = `${import.meta.env.BASE_URL}visual.html`;

/** The letter as it looks, to be changed there. Its editor lives in a page of its own; src/visual. */
export default function VisualEditor({ value, onChange, onCode, handle }: VisualEditorProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const dark = useTheme().palette.mode === 'dark';
  const [state, setState] = useState<'loading' | 'ready' | 'open' | 'unfit'>('loading');
  /** The letter as the editor has it. */
  const known = useRef<string | null>(null);
  const tell = (message: ToFrame) => frame.current?.contentWindow?.postMessage(message, location.origin);
  useImperativeHandle(handle, () => ({ insert: (text) => tell({ type: 'insert', text }) }));

  useEffect(() => {
    function onMessage({ source, origin, data }: MessageEvent<FromFrame>) {
      if (source !== frame.current?.contentWindow || origin !== location.origin) return;
      if (data.type === 'ready') setState('ready');
      else if (data.type === 'opened') setState(data.fits ? 'open' : 'unfit');
      else {
        known.current = data.html;
        onChange(data.html);
      }
    }
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, [onChange]);

  useEffect(() => {
    if (state === 'loading' || known.current === value) return;
    known.current = value;
    tell({ type: 'open', html: value, dark });
  }, [state, value, dark]);

  if (state === 'unfit')
    return (
      <Alert
        severity="info"
        sx={{ mb: 2 }}
        action={
          <Button color="inherit" size="small" onClick={onCode}>
            Edit the code
          </Button>
        }
      >
        The visual editor would change this letter in ways that you did not ask for: its HTML, or where its template tags stand, is not what a browser would write. It is left as it is.
      </Alert>
    );
  return (
    <Box sx={{ position: 'relative', mb: 2 }}>
      <Box
        component="iframe"
        ref={frame}
        title="Visual editor"
        src={PAGE}
        sandbox="allow-scripts allow-same-origin"
        sx={{ display: 'block', width: '100%', height: 640, border: 1, borderColor: 'divider', borderRadius: 1 }}
      />
      {state !== 'open' && (
        <Box sx={{ position: 'absolute', inset: 0, bgcolor: 'background.paper' }}>
          <Loading label="Loading the visual editor" />
        </Box>
      )}
    </Box>
  );
}

import { Box, FormHelperText, FormLabel } from '@mui/material';
import { useId, useImperativeHandle, useRef, type Ref, type UIEvent } from 'react';

export interface SourceHandle {
  /** Puts the cursor on a line, and shows it. */
  goTo: (line: number) => void;
  /** Puts a text in at the cursor. */
  insert: (text: string) => void;
}

interface SourceEditorProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  rows: number;
  disabled?: boolean;
  error?: string | undefined;
  help?: string;
  handle?: Ref<SourceHandle>;
}

const LINE = 20;
const FONT = { fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace', fontSize: 13, lineHeight: `${LINE}px` };

const startOf = (text: string, line: number) =>
  text
    .split('\n')
    .slice(0, line - 1)
    .reduce((sum, each) => sum + each.length + 1, 0);

/** Source text with the numbers of its lines. Tab leaves it, as from every input. */
export function SourceEditor({ label, value, onChange, rows, disabled = false, error, help, handle }: SourceEditorProps) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const lines = value.split('\n').length;
  useImperativeHandle(handle, () => ({
    goTo: (line) => {
      const input = area.current;
      if (!input) return;
      const start = startOf(input.value, line);
      const end = input.value.indexOf('\n', start);
      input.focus();
      input.setSelectionRange(start, end < 0 ? input.value.length : end);
      input.scrollTop = Math.max(0, (line - 3) * LINE);
      input.scrollLeft = 0;
    },
    insert: (text) => {
      const input = area.current;
      if (!input) return;
      input.focus();
      input.setRangeText(text, input.selectionStart, input.selectionEnd, 'end');
      onChange(input.value);
    },
  }));
  const follow = (event: UIEvent) => {
    if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
  };
  return (
    <Box sx={{ mb: 2 }}>
      <FormLabel htmlFor={id} error={Boolean(error)}>
        {label}
      </FormLabel>
      <Box
        sx={{
          display: 'flex',
          mt: 0.5,
          border: 1,
          borderColor: error ? 'error.main' : 'divider',
          borderRadius: 1,
          overflow: 'hidden',
          bgcolor: 'background.paper',
          '&:focus-within': { outline: '2px solid', outlineColor: 'primary.main' },
        }}
      >
        <Box
          ref={gutter}
          aria-hidden
          sx={{ ...FONT, overflow: 'hidden', height: rows * LINE + 16, py: 1, px: 1, textAlign: 'right', color: 'text.secondary', borderRight: 1, borderColor: 'divider', userSelect: 'none', whiteSpace: 'pre', flexShrink: 0 }}
        >
          {Array.from({ length: lines }, (_, i) => i + 1).join('\n')}
        </Box>
        <Box
          component="textarea"
          id={id}
          ref={area}
          value={value}
          onChange={(event) => onChange((event.target as HTMLTextAreaElement).value)}
          onScroll={follow}
          disabled={disabled}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          wrap="off"
          aria-describedby={error || help ? `${id}-help` : undefined}
          aria-invalid={Boolean(error)}
          sx={{ ...FONT, flexGrow: 1, minWidth: 0, height: rows * LINE + 16, p: 1, border: 0, outline: 0, resize: 'none', bgcolor: 'transparent', color: 'text.primary' }}
        />
      </Box>
      {(error || help) && (
        <FormHelperText id={`${id}-help`} error={Boolean(error)}>
          {error ?? help}
        </FormHelperText>
      )}
    </Box>
  );
}

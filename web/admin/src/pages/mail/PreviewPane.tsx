import { Box, Tab, Tabs, ToggleButton, ToggleButtonGroup, Stack, Typography } from '@mui/material';
import { useId, useState } from 'react';
import { HtmlPreview } from '../../ui/HtmlPreview';
import type { Preview } from './preview';

const WIDTHS = { Desktop: 640, Phone: 375 } as const;
type Width = keyof typeof WIDTHS;

interface PreviewPaneProps {
  preview: Pick<Preview, 'subject' | 'html' | 'text'>;
  height?: number;
  /** What readers show beside the subject. */
  preheader?: string;
}

/** A mail as its reader sees it: as HTML at two widths, and the text that plain readers show. */
export function PreviewPane({ preview, height = 560, preheader }: PreviewPaneProps) {
  const id = useId();
  const [part, setPart] = useState<'html' | 'text'>('html');
  const [width, setWidth] = useState<Width>('Desktop');
  return (
    <Box>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        Subject
      </Typography>
      <Typography sx={{ fontWeight: 600, overflowWrap: 'anywhere', mb: preheader ? 0 : 1 }}>{preview.subject ?? 'has an error'}</Typography>
      {preheader && (
        <Typography variant="body2" noWrap sx={{ color: 'text.secondary', mb: 1 }}>
          {preheader}
        </Typography>
      )}
      <Stack direction="row" sx={{ justifyContent: 'space-between', alignItems: 'center', flexWrap: 'wrap', gap: 1, mb: 1 }}>
        <Tabs value={part} onChange={(_event, next: 'html' | 'text') => setPart(next)} aria-label="Parts of the mail">
          <Tab value="html" label="As a page" id={`${id}-html`} aria-controls={`${id}-panel`} />
          <Tab value="text" label="As text" id={`${id}-text`} aria-controls={`${id}-panel`} />
        </Tabs>
        {part === 'html' && (
          <ToggleButtonGroup exclusive size="small" aria-label="Width" value={width} onChange={(_event, next: Width | null) => next && setWidth(next)}>
            {(Object.keys(WIDTHS) as Width[]).map((name) => (
              <ToggleButton key={name} value={name}>
                {name}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        )}
      </Stack>
      <Box role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${part}`}>
        {part === 'html' && preview.html !== null && (
          <Box sx={{ width: WIDTHS[width], maxWidth: '100%', mx: 'auto' }}>
            <HtmlPreview html={preview.html} title="The mail" height={height} />
          </Box>
        )}
        {part === 'text' && preview.text !== null && (
          <Box
            component="pre"
            tabIndex={0}
            aria-label="Text part"
            sx={{ m: 0, p: 2, height, overflow: 'auto', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', fontSize: 13, border: 1, borderColor: 'divider', borderRadius: 1 }}
          >
            {preview.text}
          </Box>
        )}
        {preview[part] === null && (
          <Typography variant="body2" sx={{ color: 'text.secondary', py: 4, textAlign: 'center' }}>
            There is an error in it; see below the source.
          </Typography>
        )}
      </Box>
    </Box>
  );
}

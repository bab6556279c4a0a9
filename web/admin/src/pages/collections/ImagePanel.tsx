import { Box, Button, LinearProgress, Stack, TextField } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { admin } from '../../api/admin';
import { useCan, useMediaAddress } from '../../api/hooks';
import type { Value } from '../../api/schema';
import { PictureError, sendPicture } from '../../lib/picture';
import { FileDrop } from '../../ui/FileDrop';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import type { PanelProps } from '../types';

interface CollectionImage {
  file: string;
  alt: string | null;
  width: number;
  height: number;
}

/** The picture of a collection, with its sizes made here. */
export default function ImagePanel({ record, refresh }: PanelProps) {
  const may = useCan('collections', 'change');
  const address = useMediaAddress();
  const image = record.values['image'] as unknown as CollectionImage | null | undefined;
  const [alt, setAlt] = useState(image?.alt ?? '');
  const save = useMutation({
    mutationFn: (value: Value) => admin.update('collections', record.id, record.version ?? '', { image: value }),
    onSuccess: refresh,
  });
  const send = useMutation({
    mutationFn: async ([file]: File[]) => {
      if (!file) throw new PictureError('There is no file.');
      return save.mutateAsync({ ...(await sendPicture(file)), alt });
    },
  });
  return (
    <Panel title="Picture">
      <ProblemMessage error={send.error ?? save.error} />
      <Stack sx={{ gap: 2 }}>
        {image && (
          <Box sx={{ maxWidth: 320 }}>
            <img
              src={address(image.file)}
              alt={image.alt ?? ''}
              width={image.width}
              height={image.height}
              style={{ width: '100%', height: 'auto', display: 'block' }}
            />
          </Box>
        )}
        {may && <FileDrop label={image ? 'Take another picture' : 'Add a picture'} accept="image/*" disabled={send.isPending} onFiles={(files) => send.mutate(files)} />}
        {send.isPending && <LinearProgress aria-label="Sending the picture" />}
        {may && image && (
          <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 1 }}>
            <TextField label="What it shows" value={alt} onChange={(event) => setAlt(event.target.value)} slotProps={{ htmlInput: { maxLength: 500 } }} />
            <Button disabled={alt === (image.alt ?? '')} onClick={() => save.mutate({ ...image, alt } as unknown as Value)} sx={{ flexShrink: 0 }}>
              Save words
            </Button>
            <Button color="error" onClick={() => save.mutate(null)} sx={{ flexShrink: 0 }}>
              Remove picture
            </Button>
          </Stack>
        )}
      </Stack>
    </Panel>
  );
}

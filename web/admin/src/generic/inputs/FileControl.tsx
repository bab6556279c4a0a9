import { Box, Button, CircularProgress, FormHelperText, Stack, Typography } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useMediaAddress } from '../../api/hooks';
import { uploadMedia } from '../../api/media';
import { FileDrop } from '../../ui/FileDrop';
import type { ControlProps } from './FieldControl';

/** A media file: what is there, and another one instead of it. */
export function FileControl({ field, value, onChange, error, label, disabled }: ControlProps) {
  const address = useMediaAddress();
  const upload = useMutation({ mutationFn: uploadMedia, onSuccess: ({ file }) => onChange(file) });
  const name = typeof value === 'string' ? value : '';
  const problem = upload.error ? upload.error.message : error;
  return (
    <Stack role="group" aria-label={label ?? field.label} sx={{ gap: 1 }}>
      <Typography variant="caption" sx={{ color: 'text.secondary' }}>
        {label ?? field.label}
        {field.required && ' *'}
      </Typography>
      {name && (
        <Stack direction="row" sx={{ gap: 2, alignItems: 'center' }}>
          <Box component="img" src={address(name)} alt="" sx={{ width: 72, height: 72, objectFit: 'contain', border: 1, borderColor: 'divider', borderRadius: 1 }} />
          <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
            {name}
          </Typography>
          {!field.required && !disabled && (
            <Button size="small" onClick={() => onChange(null)}>
              Take away
            </Button>
          )}
        </Stack>
      )}
      {!disabled && <FileDrop label={name ? 'Choose another' : 'Choose a file'} accept="image/*" disabled={upload.isPending} onFiles={([file]) => file && upload.mutate(file)} />}
      {upload.isPending && <CircularProgress size={20} aria-label="Sending the file" />}
      {(problem ?? field.help) && <FormHelperText error={Boolean(problem)}>{problem ?? field.help}</FormHelperText>}
    </Stack>
  );
}

import { useMutation } from '@tanstack/react-query';
import { useNotify } from 'react-admin';
import { Button } from '@mui/material';
import { useRef } from 'react';
import { useSettings } from '../../api/hooks';
import { uploadMedia } from '../../api/media';

/** What is shown as text where pictures are not, from the name of the file: "summer-tea.jpg" is "summer tea". */
export const altOf = (filename: string) => filename.replace(/\.[^.]*$/, '').replace(/[-_]+/g, ' ').replace(/["<>&]/g, '').trim();

/** Sends a picture to the shop, and gives its address, which mail readers anywhere can load. */
export function PictureButton({ disabled = false, onPicture }: { disabled?: boolean; onPicture: (url: string, alt: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const notify = useNotify();
  const { public_url: shop } = useSettings();
  const upload = useMutation({
    mutationFn: (file: File) => uploadMedia(file),
    onSuccess: ({ url }, file) => onPicture(new URL(url, shop).href, altOf(file.name)),
    onError: (error) => notify(error.message, { type: 'error' }),
  });
  return (
    <>
      <Button size="small" disabled={disabled} loading={upload.isPending} onClick={() => input.current?.click()}>
        Picture
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept="image/png,image/jpeg,image/gif,image/webp"
        aria-label="Choose a picture"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) upload.mutate(file);
          event.target.value = '';
        }}
      />
    </>
  );
}

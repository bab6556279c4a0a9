import { Box, LinearProgress, Typography } from '@mui/material';
import { useCallback, useEffect, useState } from 'react';
import { call } from '../../api/call';
import { client } from '../../api/client';
import { useCan } from '../../api/hooks';
import { pictureProblem, sendPicture } from '../../lib/picture';
import { FileDrop } from '../../ui/FileDrop';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { path, useProductWork, type Product } from './data';
import { ImageCard } from './ImageCard';

/** Its pictures, in their order: added by a button, dropped, or pasted. */
export function ImagesPanel({ product }: { product: Product }) {
  const may = useCan('product_images', 'add');
  const { problems, waiting, take } = usePictures(product);
  const { move, error } = useOrder(product);
  const [dragged, setDragged] = useState<number | null>(null);
  usePaste(may, take);
  return (
    <Panel title="Pictures">
      <ProblemMessage error={error} />
      {problems.map((problem) => (
        <ProblemMessage key={problem} error={new Error(problem)} />
      ))}
      {product.images.length > 0 && (
        <Box component="ul" sx={{ p: 0, m: 0, mb: 2, listStyle: 'none', display: 'grid', gap: 2, gridTemplateColumns: 'repeat(auto-fill, minmax(200px, 1fr))' }}>
          {product.images.map((image, at) => (
            <ImageCard
              key={image.id}
              image={image}
              product={product}
              at={at}
              onMove={(to) => move(at, to)}
              onDrag={() => setDragged(at)}
              onDropOn={() => dragged !== null && move(dragged, at)}
            />
          ))}
        </Box>
      )}
      {may && <FileDrop label="Add pictures" accept="image/*" multiple onFiles={take} />}
      {may && (
        <Typography variant="caption" sx={{ color: 'text.secondary', display: 'block', mt: 1 }}>
          Or paste one. Your browser makes the sizes that phones and screens need.
        </Typography>
      )}
      {waiting > 0 && (
        <Box role="status" sx={{ mt: 1 }}>
          <LinearProgress aria-label="Sending pictures" />
          <Typography variant="body2" sx={{ mt: 0.5 }}>{`Sending ${waiting} ${waiting === 1 ? 'picture' : 'pictures'}`}</Typography>
        </Box>
      )}
    </Panel>
  );
}

/** Sends files one after the other; one that fails does not keep the others. */
function usePictures({ id }: Product) {
  const [waiting, setWaiting] = useState(0);
  const [problems, setProblems] = useState<string[]>([]);
  const { mutateAsync } = useProductWork(id, async (file: File) => {
    const picture = await sendPicture(file);
    return call(client.POST('/api/admin/products/{id}/images', { ...path(id), body: { ...picture, alt: '' } }));
  });
  const take = useCallback(
    async (files: File[]) => {
      setProblems([]);
      setWaiting((count) => count + files.length);
      for (const file of files) {
        await mutateAsync(file).catch((error: unknown) => setProblems((all) => [...all, pictureProblem(file.name, error)]));
        setWaiting((count) => count - 1);
      }
    },
    [mutateAsync],
  );
  return { problems, waiting, take: (files: File[]) => void take(files) };
}

function useOrder({ id, images }: Product) {
  const { mutate, error } = useProductWork(id, (ids: number[]) =>
    call(client.PUT('/api/admin/products/{id}/images', { ...path(id), body: { ids } })),
  );
  const move = (from: number, to: number) => {
    if (from === to || to < 0 || to >= images.length) return;
    const ids = images.map((image) => image.id);
    ids.splice(to, 0, ...ids.splice(from, 1));
    mutate(ids);
  };
  return { move, error };
}

function usePaste(may: boolean, take: (files: File[]) => void) {
  useEffect(() => {
    if (!may) return undefined;
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])].filter(({ type }) => type.startsWith('image/'));
      if (!files.length) return;
      event.preventDefault();
      take(files);
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, [may, take]);
}

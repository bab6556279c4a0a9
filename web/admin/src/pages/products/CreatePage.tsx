import { Button, Stack, TextField } from '@mui/material';
import { ApiError } from '@startupwebapp/api-client';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router-dom';
import { admin } from '../../api/admin';
import { shortcut } from '../../app/Shortcuts';
import { slugOf } from '../../lib/slug';
import { PageTitle } from '../../ui/PageTitle';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';

/** A product begins with its name; everything else is on its page, where nobody but staff sees it yet. */
export default function CreatePage() {
  const [title, setTitle] = useState('');
  const [slug, setSlug] = useState<string | null>(null);
  const navigate = useNavigate();
  const address = slug ?? slugOf(title);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => admin.create('products', { title: title.trim(), slug: address }),
    onSuccess: ({ id }) => navigate(`/products/${id}/show`),
  });
  const fieldError = (name: string) => (error instanceof ApiError ? error.field(name) : undefined);
  const isOfForm = fieldError('title') ?? fieldError('slug');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    mutate();
  };
  return (
    <>
      <PageTitle title="New product" help="It stays a draft until you publish it." />
      <Panel>
        {!isOfForm && <ProblemMessage error={error} />}
        <Stack component="form" onSubmit={submit} sx={{ gap: 2, maxWidth: 560 }}>
          <TextField
            label="Title"
            value={title}
            onChange={(event) => setTitle(event.target.value)}
            required
            autoFocus
            slotProps={{ htmlInput: { maxLength: 200 } }}
            error={Boolean(fieldError('title'))}
            helperText={fieldError('title')}
          />
          <TextField
            label="Address"
            value={address}
            onChange={(event) => setSlug(event.target.value)}
            required
            slotProps={{ htmlInput: { maxLength: 100, pattern: '[a-z0-9]+(-[a-z0-9]+)*', autoCapitalize: 'none' } }}
            error={Boolean(fieldError('slug'))}
            helperText={fieldError('slug') ?? `Its page in the store: /products/${address || '...'}`}
          />
          <Stack direction="row" sx={{ gap: 1 }}>
            <Button type="submit" variant="contained" loading={isPending} {...shortcut('save')}>
              Create draft
            </Button>
            <Button onClick={() => navigate('/products')}>Cancel</Button>
          </Stack>
        </Stack>
      </Panel>
    </>
  );
}

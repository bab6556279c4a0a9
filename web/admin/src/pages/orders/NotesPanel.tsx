import { Box, Button, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useApi } from '../../api/hooks';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { Time } from '../../ui/Time';
import { useOrderChange, type OrderPageData } from './orderPage';

const NOTE_MAX = 4000;

/** For those who work here; customers don't see them. */
export function NotesPanel({ order }: { order: OrderPageData }) {
  return (
    <Panel title="Notes">
      {order.notes.map((note) => (
        <Box key={note.id} sx={{ mb: 1.5 }}>
          <Typography variant="body2" sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {note.text}
          </Typography>
          <Typography variant="caption" sx={{ color: 'text.secondary' }}>
            {note.username}, <Time time={note.at} />
          </Typography>
        </Box>
      ))}
      {order.next.note && <NoteForm order={order} />}
      {!order.next.note && !order.notes.length && <Typography variant="body2">Nobody has noted anything.</Typography>}
    </Panel>
  );
}

function NoteForm({ order: { id } }: { order: OrderPageData }) {
  const { client, call } = useApi();
  const [text, setText] = useState('');
  const add = useOrderChange(
    (note: string) => call(client.POST('/api/admin/orders/{id}/notes', { params: { path: { id } }, body: { text: note } })),
    () => setText(''),
  );
  return (
    <Stack
      component="form"
      sx={{ gap: 1, alignItems: 'flex-start' }}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) add.mutate(text);
      }}
    >
      <ProblemMessage error={add.error} />
      <TextField
        label="New note"
        value={text}
        onChange={(event) => setText(event.target.value)}
        multiline
        minRows={2}
        fullWidth
        size="small"
        slotProps={{ htmlInput: { maxLength: NOTE_MAX } }}
      />
      <Button type="submit" loading={add.isPending} disabled={!text.trim()}>
        Add note
      </Button>
    </Stack>
  );
}

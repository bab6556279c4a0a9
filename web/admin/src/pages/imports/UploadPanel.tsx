import { LinearProgress, Stack, Typography } from '@mui/material';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { FileDrop } from '../../ui/FileDrop';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { chosenFiles, imports, upload, type Import } from './api';

const megabytes = (bytes: number) => (bytes / 1024 / 1024).toLocaleString('en', { maximumFractionDigits: 1 });

/** Sends the file, from where it broke off, and has it checked when all of it is there. */
export function UploadPanel({ each }: { each: Import }) {
  const queryClient = useQueryClient();
  const [received, setReceived] = useState(each.received);
  const [wrong, setWrong] = useState(false);
  const wanted = useRef(true);
  const send = useMutation({
    mutationFn: async (file: File) => {
      await upload(each.id, file, setReceived, () => wanted.current);
      if (wanted.current) queryClient.setQueryData(['imports', each.id], await imports.check(each.id));
    },
    onSuccess: () => chosenFiles.delete(each.id),
  });
  const { mutate } = send;
  useEffect(() => {
    wanted.current = true;
    const file = chosenFiles.get(each.id);
    if (file) mutate(file);
    return () => {
      wanted.current = false;
    };
  }, [each.id, mutate]);
  const take = ([file]: File[]) => {
    setWrong(file?.size !== each.size);
    if (file?.size === each.size) mutate(file);
  };
  return (
    <Panel title={send.isPending ? 'Sending the file' : 'The file is not complete'}>
      <ProblemMessage error={send.error} />
      {wrong && <ProblemMessage error={new Error('This file has another size. Choose the same file, or begin a new import.')} />}
      <Stack sx={{ gap: 2 }}>
        <LinearProgress variant="determinate" value={(100 * received) / each.size} aria-label="Sent" />
        <Typography role="status" variant="body2">
          {megabytes(received)} of {megabytes(each.size)} MB
        </Typography>
        {!send.isPending && <FileDrop label="Choose the same file to go on" accept=".csv,.tsv,.txt,text/csv" onFiles={take} />}
      </Stack>
    </Panel>
  );
}

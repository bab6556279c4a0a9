import { Button, MenuItem, Stack, TextField } from '@mui/material';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { useCan } from '../../api/hooks';
import { shortcut } from '../../app/Shortcuts';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { campaignKey, campaigns, type Campaign, type CampaignType } from './api';

/** Makes a draft, and opens it. */
function useCreate() {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: campaigns.create,
    onSuccess: (campaign) => {
      queryClient.setQueryData(campaignKey(campaign.id), campaign);
      void navigate(`/campaigns/${campaign.id}/write`);
    },
  });
}

export function NewCampaignButton() {
  const mayAdd = useCan('emails', 'add');
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [type, setType] = useState<CampaignType>('member');
  const create = useCreate();
  if (!mayAdd) return null;
  return (
    <>
      <Button variant="contained" onClick={() => setOpen(true)} {...shortcut('create')}>
        New campaign
      </Button>
      <ConfirmDialog
        open={open}
        title="New campaign"
        action="Make the draft"
        busy={create.isPending}
        error={create.error}
        disabled={!name.trim()}
        onConfirm={() => create.mutate({ name: name.trim(), type })}
        onClose={() => setOpen(false)}
      >
        <Stack sx={{ gap: 2, pt: 1 }}>
          <TextField label="Name" value={name} onChange={(event) => setName(event.target.value)} helperText="For you: “Spring sale”. Nobody else sees it." slotProps={{ htmlInput: { maxLength: 200 } }} autoFocus />
          <TextField select label="For" value={type} onChange={(event) => setType(event.target.value as CampaignType)} helperText="You choose who among them later.">
            <MenuItem value="member">Members: people with an account</MenuItem>
            <MenuItem value="prospect">Prospects: people who left their address, without an account</MenuItem>
          </TextField>
        </Stack>
      </ConfirmDialog>
    </>
  );
}

export function DuplicateButton({ campaign, size = 'medium' }: { campaign: Pick<Campaign, 'id' | 'name'>; size?: 'small' | 'medium' }) {
  const mayAdd = useCan('emails', 'add');
  const notify = useNotify();
  const create = useCreate();
  if (!mayAdd) return null;
  const copy = () =>
    create.mutate({ copy_of: campaign.id }, { onSuccess: () => notify('This is the copy, as a draft.', { type: 'success' }), onError: (error) => notify(error.message, { type: 'error' }) });
  return (
    <Button size={size} loading={create.isPending} onClick={copy} aria-label={`Duplicate ${campaign.name}`}>
      Duplicate
    </Button>
  );
}

export function DeleteButton({ campaign }: { campaign: Campaign }) {
  const [open, setOpen] = useState(false);
  const navigate = useNavigate();
  const notify = useNotify();
  const remove = useMutation({
    mutationFn: () => campaigns.remove(campaign.id, campaign.version),
    onSuccess: () => {
      notify('The campaign is deleted.', { type: 'success' });
      void navigate('/campaigns');
    },
  });
  return (
    <>
      <Button color="error" onClick={() => setOpen(true)}>
        Delete
      </Button>
      <ConfirmDialog open={open} title="Delete this campaign?" action="Delete" danger busy={remove.isPending} error={remove.error} onConfirm={() => remove.mutate()} onClose={() => setOpen(false)}>
        It goes with what is written in it. Nothing of it was sent.
      </ConfirmDialog>
    </>
  );
}

import { Alert, Box, Button } from '@mui/material';
import { ApiError } from '@startupwebapp/api-client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useBlocker, useNavigate, useParams } from 'react-router-dom';
import { shortcut } from '../../app/Shortcuts';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { Loading } from '../../ui/Loading';
import { PageTitle } from '../../ui/PageTitle';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { AudienceStep } from './AudienceStep';
import { campaignQuery, type Campaign } from './api';
import { CampaignChip } from './CampaignChip';
import { CheckStep } from './CheckStep';
import { DeleteButton, DuplicateButton } from './CampaignButtons';
import { useEditing, type Editing } from './editing';
import { ResultsStep } from './ResultsStep';
import { SendStep } from './SendStep';
import { StepTabs } from './StepTabs';
import { isStep, stepOf, type Step } from './steps';
import { WriteStep } from './WriteStep';

/** One campaign, from the first word to what came of it. */
export default function CampaignPage() {
  const { id = '' } = useParams();
  const query = useQuery(campaignQuery(id));
  if (query.isPending) return <Loading />;
  if (!query.data)
    return (
      <>
        <PageTitle title="Campaign" />
        <ProblemMessage error={query.error} onRetry={() => void query.refetch()} />
      </>
    );
  return <CampaignView key={id} campaign={query.data} />;
}

export interface StepProps {
  campaign: Campaign;
  editing: Editing;
  /** Saves what was changed, and goes to another step. */
  onGo: (step: Step) => void;
}

const PAGES = { write: WriteStep, audience: AudienceStep, check: CheckStep, send: SendStep, results: ResultsStep };

function CampaignView({ campaign }: { campaign: Campaign }) {
  const { step: wanted } = useParams();
  const navigate = useNavigate();
  const editing = useEditing(campaign);
  // where it was when the page was opened: nobody is taken along while they look
  const [first] = useState(() => stepOf(campaign));
  const step = isStep(wanted) ? wanted : first;
  const go = (next: Step) => void navigate(`/campaigns/${campaign.id}/${next}`);
  const saveAndGo = (next: Step) => {
    if (editing.isChanged) editing.save().then(() => go(next), () => undefined);
    else go(next);
  };
  const StepPage = PAGES[step];
  return (
    <>
      <PageTitle title={campaign.name || campaign.subject || 'Campaign'} aside={<CampaignChip campaign={campaign} />} actions={<Buttons campaign={campaign} editing={editing} />} />
      <StepTabs campaign={editing.shown} step={step} onGo={saveAndGo} />
      <SaveProblem editing={editing} />
      <Box role="tabpanel" id="campaign-step" aria-labelledby={`campaign-step-${step}`}>
        <StepPage campaign={campaign} editing={editing} onGo={saveAndGo} />
      </Box>
      <LeavingDialog campaign={campaign} editing={editing} />
    </>
  );
}

function Buttons({ campaign, editing }: { campaign: Campaign; editing: Editing }) {
  return (
    <>
      {campaign.can.delete && <DeleteButton campaign={campaign} />}
      <DuplicateButton campaign={campaign} />
      {(campaign.can.edit || editing.isChanged) && (
        <Button variant="outlined" disabled={!editing.isChanged} loading={editing.saving.isPending} onClick={() => void editing.save().catch(() => undefined)} {...shortcut('save')}>
          {editing.isChanged ? 'Save' : 'Saved'}
        </Button>
      )}
    </>
  );
}

function SaveProblem({ editing }: { editing: Editing }) {
  const { error } = editing.saving;
  if (!error) return null;
  const isOld = error instanceof ApiError && error.code === 'edit_conflict';
  const told = error instanceof ApiError && error.errors.length ? error.errors.map(({ message }) => message).join(' ') : error.message;
  return (
    <Alert
      severity="error"
      sx={{ mb: 2 }}
      action={
        isOld && (
          <Button color="inherit" size="small" onClick={() => void editing.forget()}>
            Load it again
          </Button>
        )
      }
    >
      It was not saved. {told}
    </Alert>
  );
}

function LeavingDialog({ campaign, editing }: { campaign: Campaign; editing: Editing }) {
  const { isChanged } = editing;
  const blocker = useBlocker(({ nextLocation }) => isChanged && !nextLocation.pathname.startsWith(`/campaigns/${campaign.id}`));
  useEffect(() => {
    if (!isChanged) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isChanged]);
  return (
    <ConfirmDialog open={blocker.state === 'blocked'} title="Leave without saving?" action="Leave" dismiss="Stay" danger onConfirm={() => blocker.proceed?.()} onClose={() => blocker.reset?.()}>
      What you changed since the last time you saved is lost.
    </ConfirmDialog>
  );
}

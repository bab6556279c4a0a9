import { Box, Typography } from '@mui/material';
import { useCan } from '../../api/hooks';
import { Loading } from '../../ui/Loading';
import { ObjectSearch } from '../../ui/ObjectSearch';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { PreviewPane } from '../mail/PreviewPane';
import type { Campaign, CampaignType, SamplePerson } from './api';
import type { DraftPreview } from './useDraftPreview';

interface PreviewPanelProps {
  campaign: Campaign;
  preview: DraftPreview;
  onSample: (sample: SamplePerson | null) => void;
}

/** The letter as one reader gets it. */
export function PreviewPanel({ campaign, preview, onSample }: PreviewPanelProps) {
  return (
    <Panel title="Preview">
      <SampleSearch type={campaign.type} onSample={onSample} helperText="Empty: made-up data." />
      <Box sx={{ mt: 2 }}>
        <ProblemMessage error={preview.error} onRetry={() => void preview.refetch()} />
        {preview.isPending && <Loading />}
        {preview.data && campaign.html.trim() && <PreviewPane preview={preview.data} preheader={campaign.preheader} />}
        {!campaign.html.trim() && (
          <Typography variant="body2" sx={{ color: 'text.secondary', py: 4, textAlign: 'center' }}>
            The letter shows here while you write it.
          </Typography>
        )}
      </Box>
    </Panel>
  );
}

interface SampleSearchProps {
  type: CampaignType;
  onSample: (sample: SamplePerson | null) => void;
  helperText?: string;
}

/** A member or prospect whose letter is shown. */
export function SampleSearch({ type, onSample, helperText }: SampleSearchProps) {
  const resource = `${type}s`;
  if (!useCan(resource, 'view')) return null;
  const choose = (id: string | null) => onSample(id === null ? null : type === 'member' ? { member_id: id } : { prospect_id: id });
  return <ObjectSearch key={type} resource={resource} label={`As this ${type} reads it`} {...(helperText && { helperText })} onChange={choose} />;
}

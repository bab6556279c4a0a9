import { StatusChip } from '../../ui/StatusChip';
import type { Campaign } from './api';

/** The status; of one that waits for its time, that it does. */
export function CampaignChip({ campaign: { status, scheduled_at: at } }: { campaign: Pick<Campaign, 'status' | 'scheduled_at'> }) {
  const waits = status === 'ready' && at !== null;
  return waits ? <StatusChip status="pending" label="Scheduled" /> : <StatusChip status={status} />;
}

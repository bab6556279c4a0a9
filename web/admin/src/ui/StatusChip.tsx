import { Chip } from '@mui/material';
import { words } from '../lib/text';

const GOOD = new Set(['paid', 'sent', 'shipped', 'delivered', 'in_stock', 'active', 'published', 'applied', 'fulfilled', 'completed', 'complete', 'succeeded', 'done', 'won']);
const BAD = new Set(['failed', 'out_of_stock', 'bounced', 'lost', 'mismatched', 'complained', 'error']);
const WAITING = new Set(['pending', 'queued', 'back_ordered', 'on_hold', 'open', 'draft', 'processing', 'sending', 'accepted', 'new', 'needs_response']);

/** The word of a status, with a colour for whoever looks for what to do; the word alone says all. */
export function StatusChip({ status, label }: { status: string; label?: string }) {
  const color = GOOD.has(status) ? 'success' : BAD.has(status) ? 'error' : WAITING.has(status) ? 'warning' : 'default';
  return <Chip size="small" variant="outlined" color={color} label={label ?? words(status)} />;
}

import type { Resource } from '../../api/schema';

export interface BulkDialogProps {
  resource: Resource;
  ids: string[];
  onClose: () => void;
  onDone: () => void;
}

import type { PanelProps } from '../types';
import { PermissionsPanel } from './PermissionsPanel';

export default function GroupPermissions({ record }: PanelProps) {
  return <PermissionsPanel of="groups" id={record.id} />;
}

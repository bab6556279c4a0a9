import type { PanelProps } from '../types';
import { PermissionsPanel } from './PermissionsPanel';

/** For staff alone: members are users too, and are nobody's to grant permissions to. */
export default function UserPermissions({ record }: PanelProps) {
  return record.values['is_staff'] === true ? <PermissionsPanel of="users" id={record.id} /> : null;
}

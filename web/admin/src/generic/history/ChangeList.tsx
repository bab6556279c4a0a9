import type { Changes, ChangesQuery } from '../../api/admin';

interface ChangeListProps {
  queryKey: readonly unknown[];
  load: (query: ChangesQuery, signal: AbortSignal) => Promise<Changes>;
  showsObject?: boolean;
}

export function ChangeList(_props: ChangeListProps) {
  return null;
}

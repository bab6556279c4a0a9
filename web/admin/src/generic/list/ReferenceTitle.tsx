import { useReference } from 'react-admin';
import { useResource } from '../../api/hooks';
import type { AdminObject } from '../../api/schema';

export function ReferenceTitle({ to, id }: { to: string; id: string }) {
  const resource = useResource(to);
  return resource?.can.view ? <Title to={to} id={id} /> : <>{id}</>;
}

function Title({ to, id }: { to: string; id: string }) {
  const { referenceRecord } = useReference<AdminObject>({ reference: to, id, options: { retry: false } });
  return <>{referenceRecord?.title || id}</>;
}

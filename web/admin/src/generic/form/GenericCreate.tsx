import { useResourceContext } from 'react-admin';
import { useResource } from '../../api/hooks';
import { PageTitle } from '../../ui/PageTitle';

export default function GenericCreate() {
  const resource = useResource(useResourceContext());
  return <PageTitle title={resource?.label ?? ''} />;
}

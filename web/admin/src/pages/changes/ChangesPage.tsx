import { PageTitle } from '../../ui/PageTitle';
import { ChangeList } from '../../generic/history/ChangeList';
import { admin } from '../../api/admin';

/** Everything that anybody changed in the admin, newest first. */
export default function ChangesPage() {
  return (
    <>
      <PageTitle title="All changes" help="What was changed here, by whom, and how to take it back." />
      <ChangeList queryKey={['changes']} load={(query, signal) => admin.changes(query, signal)} showsObject />
    </>
  );
}

import { Button } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import { Link } from '@mui/material';
import { useCan } from '../../api/hooks';
import { shortcut } from '../../app/Shortcuts';
import { countOf } from '../../lib/text';
import { Loading } from '../../ui/Loading';
import { PageTitle } from '../../ui/PageTitle';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { StatusChip } from '../../ui/StatusChip';
import { Time } from '../../ui/Time';
import { Rows } from '../people/Rows';
import { RESOURCE, STATES, useTerms } from './terms';

/** The versions of the terms, and who agreed to which. */
export default function TermsPage() {
  const query = useTerms();
  const mayAdd = useCan(RESOURCE, 'add');
  const terms = query.data;
  return (
    <>
      <PageTitle
        title="Terms of use"
        help="Members are asked to agree when a new version is published. What was published stays as it is."
        actions={
          mayAdd &&
          terms && (
            <Button component={RouterLink} to={`/terms/${terms.next_version}`} variant="contained" {...shortcut('create')}>
              Write a new version
            </Button>
          )
        }
      />
      {query.isPending && <Loading />}
      <ProblemMessage error={query.error} onRetry={() => void query.refetch()} />
      {terms && (
        <Panel title={countOf(terms.members, 'member')}>
          <Rows
            empty="There are no terms yet."
            rows={terms.items.map((each) => ({
              key: String(each.version),
              main: (
                <>
                  <Link component={RouterLink} to={`/terms/${each.version}`}>
                    {`Version ${each.version}: ${each.title}`}
                  </Link>{' '}
                  <StatusChip {...STATES[each.state]} />
                </>
              ),
              more: each.published_at && (
                <>
                  {each.state === 'scheduled' ? 'In force from ' : 'Published '}
                  <Time time={each.published_at} />
                </>
              ),
              side: each.state === 'draft' || each.state === 'scheduled' ? null : `${each.agreements.toLocaleString('en')} agreed`,
            }))}
          />
        </Panel>
      )}
    </>
  );
}

import EditIcon from '@mui/icons-material/EditOutlined';
import { Box, Button } from '@mui/material';
import type { Schemas } from '@startupwebapp/api-client';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router-dom';
import { call } from '../../api/call';
import { client } from '../../api/client';
import { Loading } from '../../ui/Loading';
import { PageTitle } from '../../ui/PageTitle';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { Time } from '../../ui/Time';
import { Facts } from './Facts';
import { ObjectLink } from './ObjectLink';
import { MailsPart, MessagesPart, OrdersPart } from './PersonParts';
import { TagsPart } from './TagsPart';
import { Timeline } from './Timeline';

export default function ProspectPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['prospects', id, 'page'],
    queryFn: ({ signal }) => call(client.GET('/api/admin/prospects/{id}/page', { params: { path: { id } }, signal })),
  });
  if (query.isPending) return <Loading />;
  if (!query.data)
    return (
      <>
        <PageTitle title="Prospect" />
        <ProblemMessage error={query.error} onRetry={() => void query.refetch()} />
      </>
    );
  return <ProspectView prospect={query.data} />;
}

function ProspectView({ prospect }: { prospect: Schemas['AdminProspectPage'] }) {
  return (
    <>
      <PageTitle
        title={prospect.email}
        help="Somebody who bought or wrote without an account."
        actions={
          prospect.can.change && (
            <Button component={Link} to={`/prospects/${prospect.id}`} startIcon={<EditIcon />} variant="outlined">
              Edit
            </Button>
          )
        }
      />
      <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', lg: '1fr 1fr' }, columnGap: 2, alignItems: 'start' }}>
        <Box sx={{ minWidth: 0 }}>
          <Panel title="Person">
            <Facts
              items={{
                'Known since': <Time time={prospect.created_at} />,
                Newsletter: prospect.unsubscribed ? 'Unsubscribed' : 'Not unsubscribed',
                'Became a member': prospect.converted_at && <Time time={prospect.converted_at} />,
                Member: prospect.member_id && (
                  <ObjectLink resource="members" id={prospect.member_id}>
                    Look at the account
                  </ObjectLink>
                ),
                Comments: prospect.comments,
                'Code in links': prospect.pr_cd,
              }}
            />
          </Panel>
          <TagsPart of="prospect" id={prospect.id} />
          {prospect.orders && <OrdersPart orders={prospect.orders} />}
          {prospect.messages && <MessagesPart messages={prospect.messages} />}
          {prospect.mails && <MailsPart mails={prospect.mails} />}
        </Box>
        <Timeline of="prospects" id={prospect.id} />
      </Box>
    </>
  );
}

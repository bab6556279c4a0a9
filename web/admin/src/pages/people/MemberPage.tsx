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
import { StatusChip } from '../../ui/StatusChip';
import { Time } from '../../ui/Time';
import { AccountActions } from './AccountActions';
import { Facts } from './Facts';
import { NewsletterSwitch } from './NewsletterSwitch';
import { CartPart, EventsPart, MailsPart, MessagesPart, OrdersPart } from './PersonParts';
import { TagsPart } from './TagsPart';
import { Timeline } from './Timeline';

type Member = Schemas['AdminMemberPage'];

export default function MemberPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['members', id, 'page'],
    queryFn: ({ signal }) => call(client.GET('/api/admin/members/{id}/page', { params: { path: { id } }, signal })),
  });
  if (query.isPending) return <Loading />;
  if (!query.data)
    return (
      <>
        <PageTitle title="Member" />
        <ProblemMessage error={query.error} onRetry={() => void query.refetch()} />
      </>
    );
  return <MemberView member={query.data} />;
}

const fullName = ({ first_name, last_name, username }: Member) => `${first_name} ${last_name}`.trim() || username;

function MemberView({ member }: { member: Member }) {
  return (
    <>
      <PageTitle
        title={fullName(member)}
        aside={!member.account.is_active && <StatusChip status="failed" label="Closed" />}
        actions={
          <>
            {member.can.act && <AccountActions member={member} />}
            {member.can.change && (
              <Button component={Link} to={`/members/${member.id}`} startIcon={<EditIcon />} variant="outlined">
                Edit
              </Button>
            )}
          </>
        }
      />
      <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', lg: '1fr 1fr' }, columnGap: 2, alignItems: 'start' }}>
        <Box sx={{ minWidth: 0 }}>
          <PersonPart member={member} />
          <TagsPart of="member" id={member.id} />
          {member.orders && <OrdersPart orders={member.orders} />}
          {member.cart && <CartPart cart={member.cart} />}
          {member.messages && <MessagesPart messages={member.messages} />}
          {member.mails && <MailsPart mails={member.mails} />}
          {member.events && <EventsPart events={member.events} />}
        </Box>
        <Timeline of="members" id={member.id} />
      </Box>
    </>
  );
}

function addressOf({ address }: Member): string | null {
  if (!address) return null;
  const { name, line1, line2, city, state, postal_code: code, country, phone } = address;
  return [name, line1, line2, [city, state, code].filter(Boolean).join(' '), country, phone].filter(Boolean).join(', ');
}

function PersonPart({ member }: { member: Member }) {
  const { account } = member;
  const agreed = member.agreements.map(({ version }) => `version ${version}`).join(', ');
  return (
    <Panel title="Person and account">
      <Facts
        items={{
          Username: member.username,
          Address: <>
            {member.email}{' '}
            <StatusChip status={account.verified_at ? 'done' : 'pending'} label={account.verified_at ? 'Verified' : 'Not verified'} />
          </>,
          'Ships to': addressOf(member),
          Joined: <Time time={account.joined_at} />,
          'Last login': account.last_login && <Time time={account.last_login} />,
          'Logged in': account.sessions ? `in ${account.sessions} ${account.sessions === 1 ? 'place' : 'places'} now` : 'nowhere now',
          'Second factor': account.two_factor ? 'On' : 'Off',
          'Agreed to': member.terms_to_agree ? `${agreed || 'no terms'}; version ${member.terms_to_agree} is still to agree to` : agreed,
          Unsubscribed: member.unsubscribed_at && <Time time={member.unsubscribed_at} />,
          Newsletter: member.can.change ? <NewsletterSwitch member={member.id} on={member.newsletter} /> : member.newsletter ? 'Yes' : 'No',
          'Code in links': member.mb_cd,
          'Stripe customer': member.stripe_customer_id,
          'Works here': account.is_staff ? 'Yes' : null,
        }}
      />
    </Panel>
  );
}

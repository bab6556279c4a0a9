import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { memberQuery, type Member } from '../../api/member';
import { longDate } from '../../lib/text';
import { Heading } from '../../ui/Heading';
import { Icon } from '../../ui/Icon';
import { Loaded } from '../../ui/Loaded';
import { LogOutButton } from '../../ui/LogOutButton';
import { Bar, repeat } from '../../ui/Skeleton';
import { usePageMeta } from '../../ui/usePageMeta';
import { EmailNotices } from './EmailNotices';
import { SECTIONS, type SectionPath } from './sections';

export function OverviewPage() {
  usePageMeta('Your account');
  const query = useQuery(memberQuery);
  return (
    <div className="page">
      <Heading>Your account</Heading>
      <Loaded query={query} skeleton={<OverviewSkeleton />}>
        {(member) => <Overview member={member} />}
      </Loaded>
    </div>
  );
}

/** What each page is about, or how it stands. */
const ABOUT: Record<SectionPath, (member: Member) => string> = {
  '/account/orders': () => 'What you bought, and how far it is',
  '/account/details': ({ email }) => email,
  '/account/address': () => 'Where your parcels go',
  '/account/preferences': ({ newsletter }) => (newsletter ? 'You get it' : 'You don’t get it'),
  '/account/password': () => 'Change it',
  '/account/two-factor': ({ two_factor }) => (two_factor ? 'On' : 'Off'),
  '/account/sessions': () => 'See your devices, and log them out',
};

function Overview({ member }: { member: Member }) {
  const name = [member.first_name, member.last_name].filter(Boolean).join(' ');
  return (
    <>
      <p className="lead">
        {name ? `${name}, username ${member.username}` : `Username ${member.username}`}
        {`, with us since ${longDate(member.joined_at)}.`}
      </p>
      <EmailNotices member={member} />
      <ul className="account-tiles">
        {SECTIONS.map(({ path, title }) => (
          <li key={path}>
            <Link href={path} className="account-tile">
              <span className="account-tile-title">{title}</span>
              <span className="muted">{ABOUT[path](member)}</span>
              <Icon name="forward" />
            </Link>
          </li>
        ))}
      </ul>
      <LogOutButton />
    </>
  );
}

function OverviewSkeleton() {
  return (
    <>
      <Bar size="long" />
      <ul className="account-tiles">
        {repeat(SECTIONS.length, (index) => (
          <li key={index} className="account-tile">
            <Bar size="short" />
            <Bar size="medium" />
          </li>
        ))}
      </ul>
    </>
  );
}

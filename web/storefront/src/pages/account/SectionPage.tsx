import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Heading } from '../../ui/Heading';
import { Icon } from '../../ui/Icon';
import { usePageMeta } from '../../ui/usePageMeta';
import { SECTIONS, type SectionPath } from './sections';

interface SectionPageProps {
  path: SectionPath;
  lead?: string;
  children: ReactNode;
}

/** The frame of an account page: on a phone the way back, on a wide screen all pages at its side. */
export function SectionPage({ path, lead, children }: SectionPageProps) {
  const title = SECTIONS.find((section) => section.path === path)?.title;
  usePageMeta(title);
  return (
    <div className="page account">
      <nav className="account-nav" aria-label="Your account">
        <Link href="/account" className="back-link">
          <Icon name="back" />
          Your account
        </Link>
        <ul>
          {SECTIONS.map((section) => (
            <li key={section.path}>
              <Link href={section.path} aria-current={section.path === path ? 'page' : undefined}>
                {section.title}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="account-body">
        <Heading>{title}</Heading>
        {lead && <p className="lead">{lead}</p>}
        {children}
      </div>
    </div>
  );
}

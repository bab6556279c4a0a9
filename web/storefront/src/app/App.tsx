import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { sessionQuery } from '../api/session';
import { Footer } from '../shell/Footer';
import { Header } from '../shell/Header';
import { OfflineNotice } from '../shell/OfflineNotice';
import { Failure } from '../ui/Failure';
import { PageErrorBoundary } from './PageErrorBoundary';
import { Pages } from './Pages';
import { useNavigationFocus } from './useNavigationFocus';
import { usePageViews } from './usePageViews';

export function App() {
  const session = useQuery(sessionQuery);
  const main = useRef<HTMLElement>(null);
  const path = useNavigationFocus(main);
  usePageViews(path, session.data?.store);
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <OfflineNotice />
      <Header />
      <main id="main" ref={main} tabIndex={-1}>
        <PageErrorBoundary key={path}>
          {session.isError && !session.data ? (
            <Failure error={session.error} retry={() => void session.refetch()} page />
          ) : (
            <Pages />
          )}
        </PageErrorBoundary>
      </main>
      <Footer />
    </>
  );
}

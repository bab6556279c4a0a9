import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { beginVisit } from './api/events';
import { followSessions } from './api/identity';
import { queryClient } from './api/queryClient';
import { sessionQuery } from './api/session';
import { App } from './app/App';
import { ToastProvider } from './ui/Toast';
import './styles/index.css';

beginVisit();
followSessions();
// The first call of every page: it sets the cookies that the others need.
void queryClient.prefetchQuery(sessionQuery);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <ToastProvider>
        <App />
      </ToastProvider>
    </QueryClientProvider>
  </StrictMode>,
);

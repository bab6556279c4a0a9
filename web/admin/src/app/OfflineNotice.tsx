import { Alert } from '@mui/material';
import { useSyncExternalStore } from 'react';

function follow(tell: () => void) {
  window.addEventListener('online', tell);
  window.addEventListener('offline', tell);
  return () => {
    window.removeEventListener('online', tell);
    window.removeEventListener('offline', tell);
  };
}

export function OfflineNotice() {
  const online = useSyncExternalStore(follow, () => navigator.onLine);
  if (online) return null;
  return (
    <Alert severity="warning" square role="status">
      There is no connection. What you see may be old, and nothing can be saved until it is back.
    </Alert>
  );
}

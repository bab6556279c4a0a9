import { onlineManager } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

const subscribe = (changed: () => void) => onlineManager.subscribe(changed);

export function OfflineNotice() {
  const online = useSyncExternalStore(subscribe, () => onlineManager.isOnline());
  return (
    <div role="status">
      {!online && <p className="offline">You are offline. What you see may be out of date until you are back.</p>}
    </div>
  );
}

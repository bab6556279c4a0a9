import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { campaignKey, progressAddress, type Campaign, type Progress, type Status } from './api';

type Told = Progress & { status?: Status };

/**
 * How far it is, live. The stream of events ends when nothing changes any more, or breaks; then the page is asked for
 * again, which goes on being asked as long as the campaign is on its way (campaignQuery).
 */
export function useProgress({ id, status, progress }: Campaign): Progress {
  const queryClient = useQueryClient();
  const [live, setLive] = useState<Told | null>(null);
  useEffect(() => {
    if (status !== 'sending') return undefined;
    const stream = new EventSource(progressAddress(id));
    const reload = () => void queryClient.invalidateQueries({ queryKey: campaignKey(id) });
    stream.addEventListener('progress', ({ data }: MessageEvent<string>) => {
      const told = progressIn(data);
      if (!told) return;
      setLive(told);
      if (told.status && told.status !== status) reload();
    });
    stream.addEventListener('error', () => {
      if (stream.readyState === EventSource.CLOSED) setLive(null);
      reload();
    });
    return () => {
      stream.close();
      setLive(null);
    };
  }, [id, status, queryClient]);
  return live ?? progress;
}

/** What an event tells; null when it is something else. */
export function progressIn(data: string): Told | null {
  try {
    const told: unknown = JSON.parse(data);
    if (typeof told !== 'object' || told === null) return null;
    const inner = 'progress' in told ? { ...(told.progress as Progress), ...('status' in told ? { status: told.status as Status } : {}) } : (told as Told);
    return typeof inner.recipients === 'number' && typeof inner.sent === 'number' ? inner : null;
  } catch {
    return null;
  }
}

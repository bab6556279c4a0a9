import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call';
import { client } from '../../api/client';
import type { Problem } from '../mail/preview';

/*
 * The contract is docs/campaigns.md. Its page has parts that only campaigns have, so their shapes stand here.
 */
export type CampaignType = 'member' | 'prospect';
export type Status = 'draft' | 'ready' | 'sending' | 'paused' | 'sent' | 'cancelled';
export type Action = 'ready' | 'draft' | 'send' | 'schedule' | 'pause' | 'resume' | 'cancel';

export interface Tag {
  id: string;
  name: string;
}

export interface Check {
  name: string;
  passed: boolean;
  waived: boolean;
  message: string;
}

export interface Progress {
  recipients: number;
  queued: number;
  sent: number;
  failed: number;
  uncertain: number;
  cancelled: number;
  repeats: number;
  rate: number;
  seconds_left: number | null;
}

export interface Audience {
  all_members: boolean;
  verified_only: boolean;
  bought: 'any' | 'bought' | 'not_bought';
  bought_since: string | null;
  joined_since: string | null;
  joined_before: string | null;
  countries: string[];
  tags: Tag[];
  not_tags: Tag[];
}

export interface Delivery {
  rate: number | null;
  window_mails: number | null;
  window_seconds: number | null;
  track_opens: boolean;
  track_clicks: boolean;
}

/** What is written, and to whom it goes. */
export interface Letter {
  name: string;
  type: CampaignType;
  subject: string;
  preheader: string;
  html: string;
  /** null: made of the HTML */
  text: string | null;
  from_name: string | null;
  from_address: string | null;
  reply_to: string | null;
  domain_waiver: string | null;
  audience: Audience;
  delivery: Delivery;
}

export interface Campaign extends Letter {
  id: string;
  version: string;
  status: Status;
  em_cd: string;
  scheduled_at: string | null;
  ready_at: string | null;
  started_at: string | null;
  ended_at: string | null;
  checks: Check[] | null;
  progress: Progress;
  links: { id: string; url: string }[];
  can: Record<Action | 'edit' | 'resend' | 'delete', boolean>;
}

/** As a PATCH has it: any of the fields, tags by their ids. */
export type Changes = Partial<Omit<Letter, 'audience' | 'delivery'>> & {
  audience?: Partial<Omit<Audience, 'tags' | 'not_tags'>> & { tags?: string[]; not_tags?: string[] };
  delivery?: Partial<Delivery>;
};

export interface AudienceCount {
  count: number;
  left_out: Record<'unsubscribed' | 'no_newsletter' | 'unverified' | 'suppressed' | 'filtered', number>;
  sample: { title: string; address: string; member_id: string | null; prospect_id: string | null }[];
}

export type SamplePerson = { member_id: string } | { prospect_id: string };

export interface CampaignPreview {
  subject: string | null;
  html: string | null;
  text: string | null;
  problems: Problem[];
}

export interface Clicks {
  human: number;
  scanner: number;
  unknown: number;
}

export interface Sum {
  currency: string;
  amount: number;
}

export interface Report {
  sent: number;
  delivered: number;
  bounced: { hard: number; soft: number };
  complaints: number;
  opened: number;
  clicked: Clicks;
  unsubscribed: number;
  orders: number;
  revenue: Sum[];
  links: { id: string; url: string; clicks: Clicks; people: number; orders: number; revenue: Sum[] }[];
  reasons: { reason: string; count: number }[];
  by_hour: { hour: string; opens: number; clicks: number }[];
}

export interface AdReport {
  visits: number;
  orders: number;
  revenue: Sum[];
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
type Send = (path: string, init: unknown) => Promise<{ data?: unknown; error?: unknown; response: Response }>;

function send<T>(method: Method, address: string, id: string | null, body?: unknown, signal?: AbortSignal): Promise<T> {
  const request = client[method] as unknown as Send;
  const init = { params: id === null ? {} : { path: { id } }, body, signal: signal ?? null };
  return call<T>(request(address, init) as Promise<{ data?: T; error?: unknown; response: Response }>);
}

const BASE = '/api/admin/campaigns';

export const campaigns = {
  create: (body: { name: string; type: CampaignType } | { copy_of: string }) => send<Campaign>('POST', BASE, null, body),
  page: (id: string, signal: AbortSignal) => send<Campaign>('GET', `${BASE}/{id}/page`, id, undefined, signal),
  change: (id: string, version: string, changes: Changes) => send<Campaign>('PATCH', `${BASE}/{id}`, id, { version, ...changes }),
  remove: (id: string) => send<unknown>('DELETE', '/api/admin/emails/{id}', id),
  audience: (id: string, signal: AbortSignal) => send<AudienceCount>('GET', `${BASE}/{id}/audience`, id, undefined, signal),
  preview: (id: string, body: unknown, signal: AbortSignal) => send<CampaignPreview>('POST', `${BASE}/{id}/preview`, id, body, signal),
  test: (id: string, addresses: string[], sample: SamplePerson | null) => send<unknown>('POST', `${BASE}/{id}/test`, id, { addresses, sample }),
  check: (id: string) => send<{ checks: Check[] }>('POST', `${BASE}/{id}/check`, id),
  ready: (id: string, version: string) => send<Campaign>('POST', `${BASE}/{id}/ready`, id, { version }),
  step: (id: string, action: Exclude<Action, 'ready' | 'schedule'>) => send<Campaign>('POST', `${BASE}/{id}/${action}`, id),
  schedule: (id: string, at: string) => send<Campaign>('POST', `${BASE}/{id}/schedule`, id, { at }),
  resend: (id: string, states: string[]) => send<{ queued: number }>('POST', `${BASE}/{id}/resend`, id, { states }),
  report: (id: string, signal: AbortSignal) => send<Report>('GET', `${BASE}/{id}/report`, id, undefined, signal),
  adReport: (id: string, signal: AbortSignal) => send<AdReport>('GET', '/api/admin/ads/{id}/report', id, undefined, signal),
};

export const progressAddress = (id: string) => `${BASE}/${encodeURIComponent(id)}/progress`;

export const campaignKey = (id: string) => ['campaigns', id, 'page'] as const;

/** A campaign that is going out changes by itself; should its stream of events fail, the page is asked for again. */
const POLL_MS = 5000;

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: campaignKey(id),
    queryFn: ({ signal }) => campaigns.page(id, signal),
    refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? POLL_MS : false),
    refetchOnWindowFocus: false,
  });

/** Going out, or waiting for its time. */
export const isMoving = ({ status, scheduled_at }: Campaign) => status === 'sending' || (status === 'ready' && scheduled_at !== null);

/** A step of a campaign, whose reply is its page. */
export function useStep<Arguments>(id: string, step: (given: Arguments) => Promise<Campaign>, onDone?: (campaign: Campaign) => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: step,
    onSuccess: (campaign) => {
      queryClient.setQueryData(campaignKey(id), campaign);
      void queryClient.invalidateQueries({ queryKey: ['campaigns', 'getList'] });
      onDone?.(campaign);
    },
    onError: () => queryClient.invalidateQueries({ queryKey: campaignKey(id) }),
  });
}

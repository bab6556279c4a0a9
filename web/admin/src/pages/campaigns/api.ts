import type { Schemas } from '@startupwebapp/api-client';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call';
import { client } from '../../api/client';

/** docs/campaigns.md, "The page". */
export type Campaign = Schemas['Campaign'];
export type CampaignType = Campaign['type'];
export type Status = Campaign['status'];
export type Audience = Campaign['audience'];
export type Delivery = Campaign['delivery'];
export type Check = Schemas['CampaignCheck'];
export type Progress = Schemas['CampaignProgress'];
export type AudienceCount = Schemas['CampaignAudience'];
export type Report = Schemas['CampaignReport'];
export type Sum = Schemas['CampaignRevenue'][number];
export type Changes = Omit<Schemas['CampaignChange'], 'version'>;

/** What is written, and to whom it goes. */
export type Letter = Pick<
  Campaign,
  'name' | 'type' | 'subject' | 'preheader' | 'html' | 'text' | 'from_name' | 'from_address' | 'reply_to' | 'domain_waiver' | 'audience' | 'delivery'
>;

export type SamplePerson = { member_id: string } | { prospect_id: string };

export type CampaignPreview = Schemas['CampaignPreview'];

export type Draft = Pick<Campaign, 'subject' | 'preheader' | 'html' | 'text'> & { sample?: SamplePerson };

const path = (id: string) => ({ path: { id } });

export const campaigns = {
  create: (body: { name: string; type: CampaignType } | { copy_of: string }) => call(client.POST('/api/admin/campaigns', { body })),
  page: (id: string, signal: AbortSignal) => call(client.GET('/api/admin/campaigns/{id}/page', { params: path(id), signal })),
  change: (id: string, version: string, changes: Changes) => call(client.PATCH('/api/admin/campaigns/{id}', { params: path(id), body: { version, ...changes } })),
  remove: (id: string, version: string) => call(client.DELETE('/api/admin/campaigns/{id}', { params: { ...path(id), query: { version } } })),
  audience: (id: string, signal: AbortSignal) => call(client.GET('/api/admin/campaigns/{id}/audience', { params: path(id), signal })),
  preview: (id: string, body: Draft, signal: AbortSignal) => call(client.POST('/api/admin/campaigns/{id}/preview', { params: path(id), body, signal })),
  test: (id: string, addresses: string[], sample: SamplePerson | null) => call(client.POST('/api/admin/campaigns/{id}/test', { params: path(id), body: { addresses, sample } })),
  check: (id: string) => call(client.POST('/api/admin/campaigns/{id}/check', { params: path(id) })),
  ready: (id: string, version: string) => call(client.POST('/api/admin/campaigns/{id}/ready', { params: path(id), body: { version } })),
  draft: (id: string) => call(client.POST('/api/admin/campaigns/{id}/draft', { params: path(id) })),
  send: (id: string) => call(client.POST('/api/admin/campaigns/{id}/send', { params: path(id) })),
  pause: (id: string) => call(client.POST('/api/admin/campaigns/{id}/pause', { params: path(id) })),
  resume: (id: string) => call(client.POST('/api/admin/campaigns/{id}/resume', { params: path(id) })),
  cancel: (id: string) => call(client.POST('/api/admin/campaigns/{id}/cancel', { params: path(id) })),
  schedule: (id: string, at: string | null) => call(client.POST('/api/admin/campaigns/{id}/schedule', { params: path(id), body: { at } })),
  resend: (id: string, states: ('failed' | 'uncertain')[]) => call(client.POST('/api/admin/campaigns/{id}/resend', { params: path(id), body: { states } })),
  report: (id: string, signal: AbortSignal) => call(client.GET('/api/admin/campaigns/{id}/report', { params: path(id), signal })),
  adReport: (id: string, signal: AbortSignal) => call(client.GET('/api/admin/ads/{id}/report', { params: path(id), signal })),
};

export const progressAddress = (id: string) => `/api/admin/campaigns/${encodeURIComponent(id)}/progress`;

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

/** Whom it would go to, as it is saved. */
export const audienceQuery = ({ id, version }: Pick<Campaign, 'id' | 'version'>) =>
  queryOptions({
    queryKey: ['campaigns', id, 'audience', version],
    queryFn: ({ signal }) => campaigns.audience(id, signal),
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

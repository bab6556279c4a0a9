import CampaignIcon from '@mui/icons-material/CampaignOutlined';
import { lazy } from 'react';
import type { WorkPages } from '../types';

const emails = { resource: 'emails', verb: 'view' } as const;

export const campaignPages: WorkPages = {
  routes: [
    { path: '/campaigns', page: lazy(() => import('./CampaignsPage')), needs: emails },
    { path: '/campaigns/:id/:step?', page: lazy(() => import('./CampaignPage')), needs: emails },
  ],
  menu: [{ label: 'Campaigns', path: '/campaigns', group: 'Mail', icon: CampaignIcon, needs: emails }],
  resources: {
    emails: { show: lazy(() => import('./EmailPage')), hidden: true },
    campaigns: { hidden: true },
    campaign_tags: { hidden: true },
    email_links: { hidden: true },
    ads: { list: lazy(() => import('./AdsPage')), panels: [lazy(() => import('./AdPanel'))] },
    member_tags: { hidden: true },
    prospect_tags: { hidden: true },
    order_sources: { hidden: true },
  },
  goTo: [{ key: 'k', label: 'Campaigns', path: '/campaigns' }],
};

import DraftsIcon from '@mui/icons-material/DraftsOutlined';
import OutboxIcon from '@mui/icons-material/OutboxOutlined';
import { lazy } from 'react';
import type { WorkPages } from '../types';

const outbox = { resource: 'email_messages', verb: 'view' } as const;
const emails = { resource: 'emails', verb: 'view' } as const;

export const mailPages: WorkPages = {
  routes: [
    { path: '/mail/outbox', page: lazy(() => import('./OutboxPage')), needs: outbox },
    { path: '/mail/templates', page: lazy(() => import('./TemplatesPage')), needs: emails },
    { path: '/mail/templates/:name', page: lazy(() => import('./TemplatePage')), needs: emails },
  ],
  menu: [
    { label: 'Outbox', path: '/mail/outbox', group: 'Mail', icon: OutboxIcon, needs: outbox },
    { label: 'Templates of mails', path: '/mail/templates', group: 'Mail', icon: DraftsIcon, needs: emails },
  ],
  resources: {
    email_messages: { show: lazy(() => import('./MailPage')), hidden: true },
    email_templates: { hidden: true },
    email_types: { hidden: true },
    email_statuses: { hidden: true },
  },
  goTo: [{ key: 'e', label: 'Outbox', path: '/mail/outbox' }],
};

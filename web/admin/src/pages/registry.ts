import { areas } from './index';
import type { ResourcePages } from './types';

export const dashboard = areas.find((area) => area.dashboard)?.dashboard;
export const pageRoutes = areas.flatMap((area) => area.routes ?? []);
export const menuEntries = areas.flatMap((area) => area.menu ?? []);

/** Two areas may both add to a resource; a component that both replace is the later one's. */
export function pagesOf(resource: string): ResourcePages {
  return areas.reduce<ResourcePages>((all, area) => {
    const own = area.resources?.[resource];
    if (!own) return all;
    return { ...all, ...own, panels: [...(all.panels ?? []), ...(own.panels ?? [])] };
  }, {});
}

export const goTo = [
  { key: 'h', label: 'Start', path: '/' },
  { key: 'o', label: 'Orders', path: '/orders' },
  { key: 'p', label: 'Products', path: '/products' },
  { key: 'm', label: 'Members', path: '/members' },
  { key: 'c', label: 'Changes', path: '/changes' },
  ...areas.flatMap((area) => area.goTo ?? []),
];

/** Where an object is looked at: its page for work, or the form. */
export function addressOf(resource: string, id: string): string {
  const address = `/${resource}/${encodeURIComponent(id)}`;
  return pagesOf(resource).show ? `${address}/show` : address;
}

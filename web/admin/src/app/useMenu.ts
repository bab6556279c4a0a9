import CatalogueIcon from '@mui/icons-material/StorefrontOutlined';
import EventsIcon from '@mui/icons-material/TimelineOutlined';
import MailIcon from '@mui/icons-material/MailOutlined';
import PeopleIcon from '@mui/icons-material/PeopleOutlined';
import SalesIcon from '@mui/icons-material/ReceiptLongOutlined';
import SystemIcon from '@mui/icons-material/TuneOutlined';
import { useMemo, type ComponentType } from 'react';
import { useSchema } from '../api/hooks';
import { menuEntries, pagesOf } from '../pages/registry';

export interface Entry {
  label: string;
  path: string;
  /** Shown with another resource, and seldom looked for by itself. */
  isPart: boolean;
}

export interface Group {
  group: string;
  icon: ComponentType;
  entries: Entry[];
}

const ORDER = ['Sales', 'Catalogue', 'People', 'Mail', 'Events', 'System'];
const ICONS: Record<string, ComponentType> = {
  Sales: SalesIcon,
  Catalogue: CatalogueIcon,
  People: PeopleIcon,
  Mail: MailIcon,
  Events: EventsIcon,
  System: SystemIcon,
};

const place = (group: string) => {
  const at = ORDER.indexOf(group);
  return at < 0 ? ORDER.length : at;
};

/** The menu, by group: what has a page for work first, then other pages for work, then the rest. */
export function useMenu(): Group[] {
  const { resources } = useSchema();
  return useMemo(() => {
    const visible = resources.filter(({ can }) => can.view);
    const parts = new Set(visible.flatMap(({ inlines }) => inlines.map(({ resource }) => resource)));
    const groups = new Map<string, Entry[]>();
    const add = (group: string, entry: Entry) => {
      const entries = groups.get(group) ?? [];
      if (!entries.some(({ path }) => path === entry.path)) groups.set(group, [...entries, entry]);
    };
    const addResources = (wanted: boolean) => {
      for (const { name, label, group } of visible) {
        const { hidden, show } = pagesOf(name);
        if (!hidden && Boolean(show) === wanted) add(group ?? 'System', { label, path: `/${name}`, isPart: !show && parts.has(name) });
      }
    };
    addResources(true);
    for (const { group, label, path, needs } of menuEntries) {
      if (!needs || visible.find(({ name }) => name === needs.resource)?.can[needs.verb]) add(group, { label, path, isPart: false });
    }
    addResources(false);
    return [...groups]
      .map(([group, entries]) => ({ group, icon: ICONS[group] ?? SystemIcon, entries }))
      .sort((a, b) => place(a.group) - place(b.group));
  }, [resources]);
}

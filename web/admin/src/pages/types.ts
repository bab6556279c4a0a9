import type { ComponentType, LazyExoticComponent } from 'react';
import type { AdminObject, Resource, Verb } from '../api/schema';

/** A component, or lazy(() => import('./Page')): pages are loaded when they are opened. */
export type Page<Props = object> = ComponentType<Props> | LazyExoticComponent<ComponentType<Props>>;

/** What the user must be allowed to do: a page or entry is left out for others. */
export interface Need {
  resource: string;
  verb: Verb;
}

export interface PanelProps {
  record: AdminObject;
  resource: Resource;
  /** Loads the object again, after the panel changed it. */
  refresh: () => void;
}

/** Pages that stand in for the generic ones of a resource, or go with them. All are optional. */
export interface ResourcePages {
  list?: Page;
  create?: Page;
  edit?: Page;
  /** At /RESOURCE/ID/show; rows of the list and references lead there instead of to the form. */
  show?: Page;
  /** Above the generic form, in this order. */
  panels?: Page<PanelProps>[];
  /** Fields that the panels write: the generic form leaves them out. */
  panelFields?: string[];
  /** Beside the buttons above the generic list. */
  listActions?: Page<{ resource: Resource }>;
  /** Not in the menu: it is reached from elsewhere. */
  hidden?: boolean;
  icon?: ComponentType;
}

export interface MenuEntry {
  label: string;
  /** Of this site, without /admin: "/settings". */
  path: string;
  /** "Sales", "Catalogue", "People", "Mail", "Events", "System": a group of the schema, or a new one. */
  group: string;
  icon?: ComponentType;
  needs?: Need;
}

export interface PageRoute {
  /** As react-router writes it, without /admin: "/imports/:id". */
  path: string;
  page: Page;
  needs?: Need;
}

/** A key after "g": what it leads to. Letters that are taken: h (start), o, p, m, c (changes). */
export interface GoTo {
  key: string;
  label: string;
  path: string;
}

/** What an area brings: one file pages/AREA/index.ts(x) exports it, and pages/index.ts names it. */
export interface WorkPages {
  /** The page at /admin/. One area alone has it. */
  dashboard?: Page;
  routes?: PageRoute[];
  menu?: MenuEntry[];
  resources?: Record<string, ResourcePages>;
  goTo?: GoTo[];
}

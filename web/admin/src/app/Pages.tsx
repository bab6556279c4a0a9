import { lazy, Suspense, type ComponentType } from 'react';
import { AdminUI, CustomRoutes, Resource as AdminResource, type DashboardComponent } from 'react-admin';
import { Route } from 'react-router-dom';
import { useSchema } from '../api/hooks';
import type { Resource } from '../api/schema';
import { dashboard, pageRoutes, pagesOf } from '../pages/registry';
import type { Need, Page } from '../pages/types';
import { Loading } from '../ui/Loading';
import { NotFoundPage } from '../ui/NotFoundPage';
import { Layout } from './Layout';
import { Start } from './Start';

const GenericList = lazy(() => import('../generic/list/GenericList'));
const GenericEdit = lazy(() => import('../generic/form/GenericEdit'));
const GenericCreate = lazy(() => import('../generic/form/GenericCreate'));

/** Every resource of the schema with its pages, and the pages made for work. */
export function Pages() {
  const { resources } = useSchema();
  const may = (need: Need | undefined) =>
    !need || (resources.find(({ name }) => name === need.resource)?.can[need.verb] ?? false);
  return (
    <AdminUI
      disableTelemetry
      layout={Layout}
      dashboard={(dashboard ?? Start) as DashboardComponent}
      catchAll={NotFoundPage}
      loading={() => <Loading />}
      title=""
    >
      {resources.filter(({ can }) => can.view).map(resourcePages)}
      <CustomRoutes>
        {pageRoutes
          .filter(({ needs }) => may(needs))
          .map(({ path, page }) => (
            <Route key={path} path={path} element={<Loaded page={page} />} />
          ))}
      </CustomRoutes>
    </AdminUI>
  );
}

function Loaded({ page: PageComponent }: { page: Page }) {
  return (
    <Suspense fallback={<Loading />}>
      <PageComponent />
    </Suspense>
  );
}

function resourcePages({ name, label, can }: Resource) {
  const own = pagesOf(name);
  return (
    <AdminResource
      key={name}
      name={name}
      options={{ label }}
      recordRepresentation="title"
      list={(own.list ?? GenericList) as ComponentType}
      edit={(own.edit ?? GenericEdit) as ComponentType}
      {...(can.add ? { create: (own.create ?? GenericCreate) as ComponentType } : {})}
      {...(own.show ? { show: own.show as ComponentType } : {})}
    />
  );
}

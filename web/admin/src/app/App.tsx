import { CssBaseline } from '@mui/material';
import { AdminContext, localStorageStore, type Store } from 'react-admin';
import { createBrowserRouter, Outlet, RouterProvider } from 'react-router-dom';
import { queryClient } from '../api/queryClient';
import { authProvider } from '../auth/authProvider';
import { Gate } from '../auth/Gate';
import { LoginPage } from '../auth/LoginPage';
import { dataProvider } from '../data/dataProvider';
import { ErrorPage } from '../ui/ErrorPage';
import { Pages } from './Pages';
import { darkTheme, lightTheme } from './theme';

const store: Store = localStorageStore('1', 'admin');

function Context() {
  return (
    <AdminContext
      authProvider={authProvider}
      dataProvider={dataProvider}
      queryClient={queryClient}
      store={store}
      theme={lightTheme}
      darkTheme={darkTheme}
    >
      <CssBaseline enableColorScheme>
        <Outlet />
      </CssBaseline>
    </AdminContext>
  );
}

// A router of data, since only that can hold back who leaves a form that is not saved.
const router = createBrowserRouter(
  [
    {
      element: <Context />,
      errorElement: <ErrorPage />,
      children: [
        { path: '/login', element: <LoginPage /> },
        {
          path: '/*',
          element: (
            <Gate>
              <Pages />
            </Gate>
          ),
        },
      ],
    },
  ],
  { basename: '/admin' },
);

export const App = () => <RouterProvider router={router} />;

import { Route, Switch } from 'wouter';
import { NotFoundPage } from '../NotFoundPage';
import { AddressPage } from './AddressPage';
import { DetailsPage } from './DetailsPage';
import { MembersOnly } from './MembersOnly';
import { OrdersPage } from './OrdersPage';
import { OverviewPage } from './OverviewPage';
import { PasswordPage } from './PasswordPage';
import { PreferencesPage } from './PreferencesPage';
import { SessionsPage } from './SessionsPage';
import { TwoFactorPage } from './TwoFactorPage';

/** Everything below /account. */
export default function AccountPages() {
  return (
    <MembersOnly>
      <Switch>
        <Route path="/account" component={OverviewPage} />
        <Route path="/account/orders" component={OrdersPage} />
        <Route path="/account/details" component={DetailsPage} />
        <Route path="/account/address" component={AddressPage} />
        <Route path="/account/preferences" component={PreferencesPage} />
        <Route path="/account/password" component={PasswordPage} />
        <Route path="/account/two-factor" component={TwoFactorPage} />
        <Route path="/account/sessions" component={SessionsPage} />
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </MembersOnly>
  );
}

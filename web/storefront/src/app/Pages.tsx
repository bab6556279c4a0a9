import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { CollectionPage } from '../pages/listing/CollectionPage';
import { ProductsPage } from '../pages/listing/ProductsPage';
import { SearchPage } from '../pages/listing/SearchPage';
import { HomePage } from '../pages/home/HomePage';
import { NotFoundPage } from '../pages/NotFoundPage';
import { ProductPage } from '../pages/product/ProductPage';
import { TermsGate } from '../pages/terms/TermsGate';
import { Bar } from '../ui/Skeleton';

// What nobody needs before there is something in the cart.
const CartPage = lazy(() => import('../pages/cart/CartPage'));
const CheckoutPage = lazy(() => import('../pages/checkout/CheckoutPage'));
const CheckoutReturnPage = lazy(() => import('../pages/checkout/CheckoutReturnPage'));
const OrderPage = lazy(() => import('../pages/order/OrderPage'));
const AccountPages = lazy(() => import('../pages/account/AccountPages'));
const ContactPage = lazy(() => import('../pages/contact/ContactPage'));
const UnsubscribePage = lazy(() => import('../pages/unsubscribe/UnsubscribePage'));
const MailPreferencesPage = lazy(() => import('../pages/unsubscribe/MailPreferencesPage'));
const TermsPage = lazy(() => import('../pages/terms/TermsPage'));
const LoginPage = lazy(() => import('../pages/entry/LoginPage'));
const RegisterPage = lazy(() => import('../pages/entry/RegisterPage'));
const ForgotUsernamePage = lazy(() => import('../pages/entry/ForgotUsernamePage'));
const ForgotPasswordPage = lazy(() => import('../pages/entry/ForgotPasswordPage'));
const ResetPasswordPage = lazy(() => import('../pages/entry/ResetPasswordPage'));
const VerifyEmailPage = lazy(() => import('../pages/entry/VerifyEmailPage'));

export function Pages() {
  return (
    <Suspense
      fallback={
        <div className="page loading">
          <Bar size="heading" />
        </div>
      }
    >
      <Switch>
        <Route path="/">
          <HomePage />
        </Route>
        <Route path="/products">
          <ProductsPage />
        </Route>
        <Route path="/collections/:slug">{({ slug }) => <CollectionPage key={slug} slug={slug} />}</Route>
        <Route path="/search">
          <SearchPage />
        </Route>
        <Route path="/products/:slug">{({ slug }) => <ProductPage key={slug} slug={slug} />}</Route>
        <Route path="/cart">
          <CartPage />
        </Route>
        <Route path="/checkout">
          <TermsGate>
            <CheckoutPage />
          </TermsGate>
        </Route>
        <Route path="/checkout/return">
          <CheckoutReturnPage />
        </Route>
        <Route path="/orders/:identifier">{({ identifier }) => <OrderPage identifier={identifier} />}</Route>
        <Route path="/account/*?">
          <TermsGate>
            <AccountPages />
          </TermsGate>
        </Route>
        <Route path="/contact">
          <ContactPage />
        </Route>
        <Route path="/unsubscribe/:token">{({ token }) => <UnsubscribePage key={token} token={token} />}</Route>
        <Route path="/preferences/:token">{({ token }) => <MailPreferencesPage key={token} token={token} />}</Route>
        <Route path="/login">
          <LoginPage />
        </Route>
        <Route path="/register">
          <RegisterPage />
        </Route>
        <Route path="/forgot-username">
          <ForgotUsernamePage />
        </Route>
        <Route path="/forgot-password">
          <ForgotPasswordPage />
        </Route>
        <Route path="/reset-password/:token">{({ token }) => <ResetPasswordPage key={token} token={token} />}</Route>
        <Route path="/verify-email/:token">{({ token }) => <VerifyEmailPage token={token} />}</Route>
        <Route path="/terms">
          <TermsPage />
        </Route>
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </Suspense>
  );
}

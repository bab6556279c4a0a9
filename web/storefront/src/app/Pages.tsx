import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { CollectionPage } from '../pages/listing/CollectionPage';
import { ProductsPage } from '../pages/listing/ProductsPage';
import { SearchPage } from '../pages/listing/SearchPage';
import { HomePage } from '../pages/home/HomePage';
import { NotFoundPage } from '../pages/NotFoundPage';
import { ProductPage } from '../pages/product/ProductPage';
import { Bar } from '../ui/Skeleton';

// What nobody needs before there is something in the cart.
const CartPage = lazy(() => import('../pages/cart/CartPage'));
const CheckoutPage = lazy(() => import('../pages/checkout/CheckoutPage'));
const CheckoutReturnPage = lazy(() => import('../pages/checkout/CheckoutReturnPage'));
const OrderPage = lazy(() => import('../pages/order/OrderPage'));
const AccountPages = lazy(() => import('../pages/account/AccountPages'));
const ContactPage = lazy(() => import('../pages/contact/ContactPage'));
const UnsubscribePage = lazy(() => import('../pages/unsubscribe/UnsubscribePage'));
const TermsPage = lazy(() => import('../pages/TermsPage'));

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
          <CheckoutPage />
        </Route>
        <Route path="/checkout/return">
          <CheckoutReturnPage />
        </Route>
        <Route path="/orders/:identifier">{({ identifier }) => <OrderPage identifier={identifier} />}</Route>
        <Route path="/account/*?">
          <AccountPages />
        </Route>
        <Route path="/contact">
          <ContactPage />
        </Route>
        <Route path="/unsubscribe/:token">{({ token }) => <UnsubscribePage token={token} />}</Route>
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

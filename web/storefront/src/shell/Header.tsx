import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useCartCount } from '../api/cart';
import { collectionsQuery } from '../api/catalogue';
import { useStore } from '../api/session';
import { counted } from '../lib/text';
import { Icon } from '../ui/Icon';
import { AccountMenu } from './AccountMenu';
import { SearchBox } from './SearchBox';

export function Header() {
  const store = useStore();
  return (
    <header className="header">
      <div className="header-bar">
        <Link href="/" className="wordmark">
          {store?.name ?? '\u00a0'}
        </Link>
        <CollectionNav />
        <SearchBox />
        <AccountMenu />
        <CartLink />
      </div>
    </header>
  );
}

/** Hidden until everything in the bar has its width, so that nothing in it moves. */
function CollectionNav() {
  const { data: collections = [], isPending } = useQuery(collectionsQuery);
  const store = useStore();
  const waiting = isPending || !store;
  return (
    <nav className={waiting ? 'header-nav waiting' : 'header-nav'} aria-label="Collections">
      <ul>
        {collections.map(({ slug, title }) => (
          <li key={slug}>
            <NavLink href={`/collections/${slug}`} text={title} />
          </li>
        ))}
        <li>
          <NavLink href="/products" text="All" />
        </li>
      </ul>
    </nav>
  );
}

function NavLink({ href, text }: { href: string; text: string }) {
  return (
    <Link href={href} className={(current) => (current ? 'current' : '')}>
      {text}
    </Link>
  );
}

function CartLink() {
  const count = useCartCount();
  return (
    <Link href="/cart" className="cart-link" aria-label={`Cart, ${counted(count, 'item')}`}>
      <Icon name="bag" />
      <span className="cart-count" aria-hidden="true">
        {count > 0 ? count : ''}
      </span>
    </Link>
  );
}

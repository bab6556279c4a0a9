import { Link } from 'wouter';
import { useStore } from '../api/session';

export function Footer() {
  const store = useStore();
  return (
    <footer className="footer">
      <div className="footer-bar">
        <div>
          <p className="footer-name">{store?.name ?? '\u00a0'}</p>
          <p className="muted">{store?.tagline ?? '\u00a0'}</p>
        </div>
        <nav aria-label="About the shop">
          <ul>
            <li>
              <Link href="/products">All products</Link>
            </li>
            <li>
              <Link href="/cart">Cart</Link>
            </li>
            <li>
              <Link href="/contact">Contact</Link>
            </li>
            <li>
              <Link href="/terms">Terms</Link>
            </li>
            {store?.support_email && (
              <li>
                <a href={`mailto:${store.support_email}`}>{store.support_email}</a>
              </li>
            )}
          </ul>
        </nav>
      </div>
    </footer>
  );
}

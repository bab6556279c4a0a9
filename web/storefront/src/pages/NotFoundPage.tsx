import { Link } from 'wouter';
import { Heading } from '../ui/Heading';
import { usePageMeta } from '../ui/usePageMeta';

interface NotFoundPageProps {
  title?: string;
  text?: string;
}

export function NotFoundPage({ title = 'This page is not here', text }: NotFoundPageProps) {
  usePageMeta(title);
  return (
    <div className="page empty">
      <Heading>{title}</Heading>
      <p>{text ?? 'It may have moved, or the address has a typing error.'}</p>
      <Link href="/products" className="button button-primary">
        See all products
      </Link>
    </div>
  );
}

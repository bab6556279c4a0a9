import { Heading } from '../../ui/Heading';
import { usePageMeta } from '../../ui/usePageMeta';
import { Listing } from './Listing';

export function ProductsPage() {
  usePageMeta('All products');
  return (
    <div className="page">
      <Heading>All products</Heading>
      <Listing of={{}} nothing={<p className="empty">There is nothing for sale yet. Please come back soon.</p>} />
    </div>
  );
}

import CopyIcon from '@mui/icons-material/ContentCopy';
import HistoryIcon from '@mui/icons-material/History';
import OpenIcon from '@mui/icons-material/OpenInNew';
import { Box, Button } from '@mui/material';
import { ApiError } from '@startupwebapp/api-client';
import { Link, useNavigate, useParams } from 'react-router-dom';
import { call } from '../../api/call';
import { client } from '../../api/client';
import { useCan } from '../../api/hooks';
import { Loading } from '../../ui/Loading';
import { NotFoundPage } from '../../ui/NotFoundPage';
import { PageTitle } from '../../ui/PageTitle';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { StatusChip } from '../../ui/StatusChip';
import { CollectionsPanel } from './CollectionsPanel';
import { path, useProduct, useProductWork, type Product } from './data';
import { DetailsPanel } from './DetailsPanel';
import { ImagesPanel } from './ImagesPanel';
import { PublishPanel } from './PublishPanel';
import { SkusPanel } from './SkusPanel';

/** Everything about one product, on one page. */
export default function ProductPage() {
  const id = Number(useParams()['id']);
  const { data: product, error, refetch } = useProduct(id);
  if (product) return <Content product={product} />;
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />;
  if (error) return <ProblemMessage error={error} onRetry={() => void refetch()} />;
  return <Loading />;
}

function Content({ product }: { product: Product }) {
  return (
    <>
      <PageTitle
        title={product.title}
        aside={<StatusChip status={product.state} />}
        help={
          product.state === 'published' && !product.for_sale
            ? 'It is published, but not listed: it needs an active SKU with a price.'
            : undefined
        }
        actions={<Actions product={product} />}
      />
      <Box sx={{ display: 'grid', gap: { lg: 2 }, gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 2fr) minmax(0, 1fr)' } }}>
        <Box sx={{ minWidth: 0 }}>
          <DetailsPanel key={product.version} product={product} />
          <ImagesPanel product={product} />
        </Box>
        <Box sx={{ minWidth: 0 }}>
          <PublishPanel key={`${product.version} ${product.state}`} product={product} />
          <CollectionsPanel product={product} />
        </Box>
      </Box>
      <SkusPanel product={product} />
    </>
  );
}

function Actions({ product }: { product: Product }) {
  const navigate = useNavigate();
  const mayCopy = [useCan('products', 'add'), useCan('skus', 'add'), useCan('sku_prices', 'add')].every(Boolean);
  const { mutate: copy, isPending } = useProductWork(product.id, async () => {
    const made = await call(client.POST('/api/admin/products/{id}/duplicate', path(product.id)));
    await navigate(`/products/${made.id}/show`);
  });
  const isShown = product.state === 'published' && product.for_sale;
  const address = `/products/${product.slug}${isShown ? '' : `?preview=${product.id}`}`;
  return (
    <>
      <Button component={Link} to={`/products/${product.id}?tab=history`} startIcon={<HistoryIcon />}>
        History
      </Button>
      {mayCopy && (
        <Button startIcon={<CopyIcon />} loading={isPending} onClick={() => copy(undefined)}>
          Duplicate
        </Button>
      )}
      <Button startIcon={<OpenIcon />} href={address} target="_blank" rel="noopener">
        {isShown ? 'See it in the store' : 'Preview'}
      </Button>
    </>
  );
}

import { Bar } from '../../ui/Skeleton';

export function ProductSkeleton() {
  return (
    <div className="page product">
      <div className="product-top">
        <div className="gallery">
          <span className="picture" />
        </div>
        <div className="product-panel">
          <Bar size="heading" />
          <Bar size="medium" />
          <Bar size="short" />
          <Bar size="block" />
          <Bar size="block" />
        </div>
      </div>
    </div>
  );
}

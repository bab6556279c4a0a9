import { Bar, repeat } from '../../ui/Skeleton';

export function CartSkeleton() {
  return (
    <div className="cart-columns" aria-hidden="true">
      <ul className="lines">
        {repeat(2, (index) => (
          <li key={index} className="line">
            <span className="picture" />
            <div className="line-body">
              <Bar size="medium" />
              <Bar size="short" />
            </div>
          </li>
        ))}
      </ul>
      <div className="summary">
        <Bar size="long" />
        <Bar size="long" />
        <Bar size="long" />
        <Bar size="block" />
      </div>
    </div>
  );
}

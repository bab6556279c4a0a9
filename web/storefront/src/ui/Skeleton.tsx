import type { ReactNode } from 'react';

/** A grey bar in the place of a text; `size` is a class of styles/skeleton.css. */
export function Bar({ size }: { size: 'short' | 'medium' | 'long' | 'heading' | 'block' }) {
  return <span className={`bar bar-${size}`} />;
}

export function repeat(count: number, render: (index: number) => ReactNode): ReactNode[] {
  return Array.from({ length: count }, (_, index) => render(index));
}

export function CardSkeleton() {
  return (
    <li className="card">
      <span className="picture" />
      <Bar size="medium" />
      <Bar size="short" />
    </li>
  );
}

export function GridSkeleton({ count, look = '' }: { count: number; look?: string }) {
  return (
    <ul className={`grid ${look}`} aria-hidden="true">
      {repeat(count, (index) => (
        <CardSkeleton key={index} />
      ))}
    </ul>
  );
}

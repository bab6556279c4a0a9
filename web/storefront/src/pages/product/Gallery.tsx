import { useEffect, useRef, useState } from 'react';
import type { Image, Product, Sku } from '../../api/store';
import { Picture } from '../../ui/Picture';

const SIZES = '(min-width: 64rem) 38rem, 100vw';

/** The pictures in a row that snaps (swipe, arrow keys), and thumbnails that jump to each of them. */
export function Gallery({ product: { title, images }, sku }: { product: Product; sku: Sku | undefined }) {
  const row = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState(() => Math.max(0, pictureOf(images, sku)));

  const scrollTo = (index: number, behavior: ScrollBehavior) => {
    row.current?.scrollTo({ left: index * row.current.clientWidth, behavior });
  };
  // Another colour chosen shows its picture; the first time without a movement.
  const placed = useRef(false);
  useEffect(() => {
    const index = pictureOf(images, sku);
    if (index >= 0) scrollTo(index, placed.current ? gliding() : 'instant');
    placed.current = true;
  }, [images, sku]);

  const pick = (index: number) => {
    scrollTo(index, gliding());
    setShown(index);
  };
  const onScroll = () => {
    const frame = row.current;
    if (frame && frame.clientWidth > 0) setShown(Math.round(frame.scrollLeft / frame.clientWidth));
  };

  if (images.length === 0)
    return (
      <div className="gallery">
        <Picture image={sku?.image ?? null} sizes={SIZES} eager />
      </div>
    );
  return (
    <div className="gallery">
      <div
        ref={row}
        className="gallery-row"
        role="group"
        aria-label={`Pictures of ${title}`}
        tabIndex={0}
        onScroll={onScroll}
      >
        {images.map((image, index) => (
          <Picture key={image.url} image={image} sizes={SIZES} eager={index === shown} />
        ))}
      </div>
      {images.length > 1 && (
        <ul className="thumbnails">
          {images.map((image, index) => (
            <li key={image.url}>
              <button
                type="button"
                aria-label={`Picture ${index + 1} of ${images.length}: ${image.alt}`}
                aria-current={index === shown || undefined}
                onClick={() => pick(index)}
              >
                <Picture image={image} sizes="4.5rem" decorative />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function gliding(): ScrollBehavior {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth';
}

/** Which picture shows this SKU; -1 when none does in particular. */
function pictureOf(images: readonly Image[], sku: Sku | undefined): number {
  if (!sku) return -1;
  const own = images.findIndex(({ url }) => url === sku.image?.url);
  if (own >= 0) return own;
  const values = Object.values(sku.options);
  return images.findIndex(({ option_value }) => option_value != null && values.includes(option_value));
}

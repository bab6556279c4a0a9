import type { Image } from '../api/store';
import { Icon } from './Icon';

interface PictureProps {
  image: Image | null;
  /** How wide it is shown, for the choice among srcset. */
  sizes: string;
  /** Seen at once when the page opens: don't wait for it to scroll into view. */
  eager?: boolean;
  /** Beside the text that says the same. */
  decorative?: boolean;
}

export function Picture({ image, sizes, eager = false, decorative = false }: PictureProps) {
  if (!image)
    return (
      <span className="picture picture-none">
        <Icon name="bag" />
      </span>
    );
  return (
    <span className="picture">
      <img
        src={image.url}
        srcSet={image.srcset || undefined}
        sizes={image.srcset ? sizes : undefined}
        alt={decorative ? '' : image.alt}
        width={image.width}
        height={image.height}
        loading={eager ? 'eager' : 'lazy'}
        fetchPriority={eager ? 'high' : 'auto'}
        decoding="async"
      />
    </span>
  );
}

import { Link } from 'wouter';
import { useStore } from '../../api/session';
import { Heading } from '../../ui/Heading';

/** The store keeps its picture in these widths; what it shows stands right of the middle, words go left. */
const WIDTHS = [800, 1600];

export function Hero() {
  const store = useStore();
  return (
    <section className="hero">
      <div className={store ? 'hero-text' : 'hero-text waiting'}>
        <Heading className="display">{store?.tagline ?? '\u00a0'}</Heading>
        <Link href="/products" className="button button-primary">
          See all products
        </Link>
      </div>
      <span className="hero-picture">{store && <HeroPicture mediaUrl={store.media_url} />}</span>
    </section>
  );
}

function HeroPicture({ mediaUrl }: { mediaUrl: string }) {
  const at = (width: number) => `${mediaUrl}hero-${width}.webp`;
  return (
    <img
      src={at(1600)}
      srcSet={WIDTHS.map((width) => `${at(width)} ${width}w`).join(', ')}
      sizes="(min-width: 82rem) 76rem, 100vw"
      alt=""
      width={1600}
      height={900}
      fetchPriority="high"
    />
  );
}

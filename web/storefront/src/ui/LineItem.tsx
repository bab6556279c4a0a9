import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Image } from '../api/store';
import { optionText } from '../lib/text';
import { Picture } from './Picture';

export interface LineShown {
  code: string;
  product: string;
  title: string;
  sku_title: string;
  options: Readonly<Record<string, string>>;
  image: Image | null;
}

export const productHref = ({ product, code }: LineShown) => `/products/${product}?sku=${encodeURIComponent(code)}`;
export const variantText = ({ options, sku_title }: LineShown) => sku_title || optionText(options);

/** A line of a cart or an order: picture, title, which variant; the rest is the caller's. */
export function LineItem({ line, children }: { line: LineShown; children: ReactNode }) {
  return (
    <li className="line">
      <Picture image={line.image} sizes="6rem" decorative />
      <div className="line-body">
        <div className="line-name">
          <Link href={productHref(line)} className="line-title">
            {line.title}
          </Link>
          <p className="muted">{variantText(line)}</p>
        </div>
        {children}
      </div>
    </li>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useAddToCart } from '../../api/cart';
import { productQuery } from '../../api/catalogue';
import type { Product, Sku } from '../../api/store';
import { orderable } from '../../lib/optionMatrix';
import { errorText } from '../../ui/errorText';
import { Button } from '../../ui/Button';
import { MAX_QUANTITY, QuantityStepper } from '../../ui/QuantityStepper';
import { useToast } from '../../ui/Toast';

export function AddToCart({ product, sku }: { product: Product; sku: Sku }) {
  const [quantity, setQuantity] = useState(1);
  const queryClient = useQueryClient();
  const toast = useToast();
  const add = useAddToCart();
  const name = sku.title && product.options.length > 0 ? `${product.title}, ${sku.title}` : product.title;

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (add.isPending || !orderable(sku)) return;
    add.mutate(
      { sku: sku.id, quantity },
      {
        onSuccess: () => {
          setQuantity(1);
          toast({ text: `${name} is in your cart`, link: { href: '/cart', text: 'View cart' } });
        },
        // Someone was faster, perhaps: show what is left now.
        onError: () => void queryClient.invalidateQueries({ queryKey: productQuery(product.slug).queryKey }),
      },
    );
  };

  const max = sku.status === 'in_stock' ? (sku.quantity_left ?? MAX_QUANTITY) : MAX_QUANTITY;
  return (
    <form className="add-to-cart" onSubmit={submit}>
      {orderable(sku) && <QuantityStepper label={name} quantity={quantity} max={max} onChange={setQuantity} />}
      <Button type="submit" className="wide" busy={add.isPending} disabled={!orderable(sku)}>
        {orderable(sku) ? 'Add to cart' : 'Sold out'}
      </Button>
      <p className="field-error" role="alert">
        {errorText(add.error, 'quantity')}
      </p>
    </form>
  );
}

/** Which SKU a choice of options means, and what each value would lead to. */
export type Choice = Readonly<Record<string, string>>;

export interface Choosable {
  readonly options: Choice;
  readonly status: 'in_stock' | 'back_ordered' | 'out_of_stock';
}

/** `missing`: not made together with the other options chosen. */
export type ValueState = 'available' | 'sold_out' | 'missing';

export const orderable = (sku: Choosable): boolean => sku.status !== 'out_of_stock';

export function skuForChoice<S extends Choosable>(skus: readonly S[], choice: Choice): S | undefined {
  return skus.find((sku) => Object.entries(sku.options).every(([name, value]) => choice[name] === value));
}

/** The SKU that a page opens with: the first that can be ordered, else the first. */
export function firstChoice<S extends Choosable>(skus: readonly S[]): S | undefined {
  return skus.find(orderable) ?? skus[0];
}

export function valueState(skus: readonly Choosable[], choice: Choice, name: string, value: string): ValueState {
  const sku = skuForChoice(skus, { ...choice, [name]: value });
  if (!sku) return 'missing';
  return orderable(sku) ? 'available' : 'sold_out';
}

/**
 * The choice after someone picks a value. When it is not made together with the rest of the choice, the SKU with
 * this value that keeps most of the rest wins, one that can be ordered before one that can't.
 */
export function choose(skus: readonly Choosable[], choice: Choice, name: string, value: string): Choice {
  const wanted = { ...choice, [name]: value };
  if (skuForChoice(skus, wanted)) return wanted;

  const kept = (sku: Choosable) => Object.entries(choice).filter(([key, chosen]) => sku.options[key] === chosen).length;
  const candidates = skus.filter((sku) => sku.options[name] === value);
  const best = candidates.toSorted((a, b) => kept(b) - kept(a) || Number(orderable(b)) - Number(orderable(a)))[0];
  return best ? best.options : choice;
}

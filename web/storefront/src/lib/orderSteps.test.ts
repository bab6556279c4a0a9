import { expect, it } from 'vitest';
import { orderSteps } from './orderSteps';

const at = (day: number) => `2025-11-0${day}T09:00:00Z`;
const told = (history: Parameters<typeof orderSteps>[0]) =>
  orderSteps(history).map(({ status, state }) => `${status} ${state}`);

it('shows what is still to come', () => {
  expect(told([{ status: 'accepted', at: at(1) }])).toEqual([
    'accepted current',
    'packing coming',
    'shipped coming',
    'delivered coming',
  ]);
});

it('orders the history by time', () => {
  expect(
    told([
      { status: 'shipped', at: at(3) },
      { status: 'accepted', at: at(1) },
      { status: 'manufacturing', at: at(2) },
    ]),
  ).toEqual(['accepted done', 'manufacturing done', 'shipped current', 'delivered coming']);
});

it('promises nothing after the end', () => {
  expect(
    told([
      { status: 'accepted', at: at(1) },
      { status: 'cancelled', at: at(2) },
    ]),
  ).toEqual(['accepted done', 'cancelled current']);
  expect(told([{ status: 'delivered', at: at(1) }])).toEqual(['delivered current']);
});

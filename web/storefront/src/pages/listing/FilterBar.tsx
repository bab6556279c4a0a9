import { useState } from 'react';
import { useStore } from '../../api/session';
import { activeFilters, SORTS, withEntry, type ListingFilter, type Sort } from '../../lib/listingFilter';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { PriceRange } from './PriceRange';

const SORT_NAMES: Record<Sort, string> = {
  newest: 'Newest first',
  price: 'Price, low to high',
  '-price': 'Price, high to low',
  title: 'Name',
};

interface FilterBarProps {
  filter: ListingFilter;
  searching: boolean;
  onChange: (filter: ListingFilter) => void;
}

/** A row above the list on a wide screen; behind a button on a phone. */
export function FilterBar({ filter, searching, onChange }: FilterBarProps) {
  const [open, setOpen] = useState(false);
  const store = useStore();
  const active = activeFilters(filter);
  return (
    <div className="filters">
      <Button look="secondary" className="filters-toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="filter" />
        Filter and sort{active > 0 && <span className="badge badge-accent">{active}</span>}
      </Button>
      <form
        className={open ? 'filter-fields open' : 'filter-fields'}
        aria-label="Filter and sort"
        onSubmit={(event) => event.preventDefault()}
      >
        <label className="check">
          <input
            type="checkbox"
            checked={filter.in_stock ?? false}
            onChange={({ target }) => onChange(withEntry(filter, 'in_stock', target.checked || undefined))}
          />
          In stock only
        </label>
        {store && <PriceRange currency={store} filter={filter} onChange={onChange} />}
        {active > 0 && (
          <Button look="quiet" onClick={() => onChange(filter.sort ? { sort: filter.sort } : {})}>
            Clear filters
          </Button>
        )}
        <SortSelect
          sort={filter.sort}
          searching={searching}
          onChange={(sort) => onChange(withEntry(filter, 'sort', sort))}
        />
      </form>
    </div>
  );
}

interface SortSelectProps {
  sort: Sort | undefined;
  searching: boolean;
  onChange: (sort: Sort | undefined) => void;
}

function SortSelect({ sort, searching, onChange }: SortSelectProps) {
  const standard = searching ? '' : 'newest';
  const pick = (value: string) => onChange(value === standard ? undefined : SORTS.find((known) => known === value));
  return (
    <label className="sort">
      Sort by
      <select value={sort ?? standard} onChange={(event) => pick(event.target.value)}>
        {searching && <option value="">Best match</option>}
        {SORTS.map((known) => (
          <option key={known} value={known}>
            {SORT_NAMES[known]}
          </option>
        ))}
      </select>
    </label>
  );
}

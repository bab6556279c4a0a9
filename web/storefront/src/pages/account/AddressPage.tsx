import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { addressesQuery, useSetAddress, type ShippingAddress } from '../../api/member';
import { sessionQuery } from '../../api/session';
import { countries } from '../../lib/countries';
import { Button } from '../../ui/Button';
import { Field, SelectField } from '../../ui/Field';
import { Form } from '../../ui/Form';
import { Loaded } from '../../ui/Loaded';
import { useToast } from '../../ui/Toast';
import { FormSkeleton } from './FormSkeleton';
import { SectionPage } from './SectionPage';

type Line = keyof ShippingAddress;
type Filled = Record<Line, string>;

interface LineInput {
  name: Line;
  label: string;
  autoComplete: string;
  maxLength: number;
  required?: boolean;
  type?: 'tel';
}

/** In the order of an envelope; two that stand side by side where there is room are one row. */
const ROWS: readonly (readonly LineInput[])[] = [
  [{ name: 'name', label: 'Name', autoComplete: 'shipping name', maxLength: 150, required: true }],
  [{ name: 'line1', label: 'Street and number', autoComplete: 'shipping address-line1', maxLength: 200, required: true }],
  [{ name: 'line2', label: 'Flat, floor, company (optional)', autoComplete: 'shipping address-line2', maxLength: 200 }],
  [
    { name: 'postal_code', label: 'Postal code', autoComplete: 'shipping postal-code', maxLength: 20 },
    { name: 'city', label: 'City', autoComplete: 'shipping address-level2', maxLength: 100, required: true },
  ],
  [{ name: 'state', label: 'State or region (optional)', autoComplete: 'shipping address-level1', maxLength: 100 }],
];
const PHONE: LineInput = {
  name: 'phone',
  label: 'Phone, for the carrier (optional)',
  autoComplete: 'shipping tel',
  maxLength: 40,
  type: 'tel',
};
const LINES: readonly Line[] = [...ROWS.flat().map(({ name }) => name), 'country', 'phone'];
/** As the API names them. */
const fieldOf = (line: Line) => `shipping.${line}`;

export function AddressPage() {
  const query = useQuery(addressesQuery);
  return (
    <SectionPage path="/account/address" lead="Kept with your account. Where an order goes to, you say when you pay.">
      <Loaded query={query} skeleton={<FormSkeleton fields={6} />}>
        {({ shipping }) => <AddressForm shipping={shipping} />}
      </Loaded>
    </SectionPage>
  );
}

function useFirstAddress(): Filled {
  const member = useQuery(sessionQuery).data?.member;
  const name = [member?.first_name, member?.last_name].filter(Boolean).join(' ');
  return { name, line1: '', line2: '', city: '', state: '', postal_code: '', country: '', phone: '' };
}

function AddressForm({ shipping }: { shipping: ShippingAddress | null }) {
  const first = useFirstAddress();
  const [address, setAddress] = useState<Filled>({ ...first, ...shipping });
  const all = useMemo(() => countries(), []);
  const toast = useToast();
  const change = useSetAddress();
  const save = () => change.mutate(address, { onSuccess: () => toast({ text: 'Your address is saved' }) });
  const remove = () =>
    change.mutate(null, {
      onSuccess: () => {
        setAddress(first);
        toast({ text: 'Your address is removed' });
      },
    });
  const set = (line: Line, value: string) => setAddress({ ...address, [line]: value });

  return (
    <Form
      change={change}
      fields={LINES.map(fieldOf)}
      action="Save the address"
      onSubmit={save}
      more={
        shipping && (
          <Button look="quiet" disabled={change.isPending} onClick={remove}>
            Remove it
          </Button>
        )
      }
    >
      {(errorOf) => {
        const input = ({ name, ...rest }: LineInput) => (
          <Field
            key={name}
            {...rest}
            name={fieldOf(name)}
            value={address[name]}
            error={errorOf(fieldOf(name))}
            onChange={(event) => set(name, event.target.value)}
          />
        );
        return (
          <>
            {ROWS.map((row) =>
              row.length === 1 ? (
                row.map(input)
              ) : (
                <div key={row.map(({ name }) => name).join()} className="form-row">
                  {row.map(input)}
                </div>
              ),
            )}
            <SelectField
              label="Country"
              name={fieldOf('country')}
              autoComplete="shipping country"
              required
              value={address.country}
              error={errorOf(fieldOf('country'))}
              onChange={(event) => set('country', event.target.value)}
            >
              <option value="">Choose a country</option>
              {all.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </SelectField>
            {input(PHONE)}
          </>
        );
      }}
    </Form>
  );
}

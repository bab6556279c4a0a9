import type { Order } from '../../api/store';
import { ORDER_STATUS_NAMES, orderSteps } from '../../lib/orderSteps';
import { dateAndTime } from '../../lib/text';

export function OrderTimeline({ order }: { order: Order }) {
  const { tracking_number: number, tracking_url: url } = order.shipping;
  return (
    <section aria-labelledby="status">
      <h2 id="status">Status</h2>
      <ol className="timeline">
        {orderSteps(order.statuses).map(({ status, at, state }) => (
          <li
            key={`${status}-${at}`}
            className={`step step-${state}`}
            aria-current={state === 'current' ? 'step' : undefined}
          >
            <strong>{ORDER_STATUS_NAMES[status]}</strong>
            {at ? (
              <time dateTime={at} className="muted">
                {dateAndTime(at)}
              </time>
            ) : (
              <span className="visually-hidden">, still to come</span>
            )}
          </li>
        ))}
      </ol>
      {number && (
        <p className="tracking">
          Tracking number:{' '}
          {url ? (
            <a href={url} rel="noreferrer">
              {number}
            </a>
          ) : (
            number
          )}
        </p>
      )}
    </section>
  );
}

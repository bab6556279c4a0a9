import { useId, useState } from 'react';
import { useGiveReason } from '../../api/messages';
import type { UnsubscribeReason } from '../../api/store';
import { FieldError, TextField } from '../../ui/Field';
import { Form } from '../../ui/Form';
import { Notice } from '../../ui/Notice';
import { useFocusAtStart } from '../../ui/useFocusAtStart';

const REASONS: readonly [UnsubscribeReason, string][] = [
  ['no_longer_wanted', 'I don’t want them any longer'],
  ['never_signed_up', 'I never asked for them'],
  ['too_often', 'They come too often'],
  ['inappropriate', 'What they say is not for me'],
  ['spam', 'They are spam'],
  ['other', 'Something else'],
];

/** Why somebody leaves; nobody has to say. */
export function ReasonForm({ token }: { token: string }) {
  const [reason, setReason] = useState<UnsubscribeReason | null>(null);
  const [comment, setComment] = useState('');
  const change = useGiveReason(token);
  if (change.isSuccess) return <Thanks />;
  return (
    <Form
      change={change}
      fields={['reason', 'comment']}
      action="Send"
      label="Why"
      look="secondary"
      onSubmit={() => reason && change.mutate({ reason, comment })}
    >
      {(errorOf) => (
        <>
          <ReasonChoice reason={reason} error={errorOf('reason')} onChange={setReason} />
          <TextField
            label="In your words (optional)"
            name="comment"
            maxLength={1000}
            value={comment}
            error={errorOf('comment')}
            onChange={(event) => setComment(event.target.value)}
          />
        </>
      )}
    </Form>
  );
}

interface ReasonChoiceProps {
  reason: UnsubscribeReason | null;
  error: string | undefined;
  onChange: (reason: UnsubscribeReason) => void;
}

function ReasonChoice({ reason, error, onChange }: ReasonChoiceProps) {
  const id = useId();
  return (
    <fieldset className="choices" aria-describedby={error && id}>
      <legend>Would you tell us why?</legend>
      {REASONS.map(([value, text]) => (
        <label key={value} className="check">
          <input
            type="radio"
            name="reason"
            value={value}
            required
            checked={reason === value}
            aria-invalid={error ? true : undefined}
            onChange={() => onChange(value)}
          />
          <span>{text}</span>
        </label>
      ))}
      <FieldError id={id} message={error} />
    </fieldset>
  );
}

function Thanks() {
  const notice = useFocusAtStart<HTMLDivElement>();
  return (
    <div ref={notice} tabIndex={-1}>
      <Notice look="good" title="Thank you for telling us" live />
    </div>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { useSendLetter } from '../../api/messages';
import { sessionQuery, useStore } from '../../api/session';
import { Field, TextField } from '../../ui/Field';
import { Form } from '../../ui/Form';
import { Heading } from '../../ui/Heading';
import { Loaded } from '../../ui/Loaded';
import { usePageMeta } from '../../ui/usePageMeta';
import { FormSkeleton } from '../account/FormSkeleton';
import type { Session } from '../../api/store';

export default function ContactPage() {
  usePageMeta('Contact');
  const query = useQuery(sessionQuery);
  const [sentTo, setSentTo] = useState<string | null>(null);
  if (sentTo !== null) return <Thanks email={sentTo} />;
  return (
    <div className="page">
      <Heading>Contact</Heading>
      <p className="lead">A question, a wish, something that went wrong? We answer by e-mail.</p>
      <Loaded query={query} skeleton={<FormSkeleton fields={3} />}>
        {({ member }) => <ContactForm member={member} onSent={setSentTo} />}
      </Loaded>
    </div>
  );
}

interface ContactFormProps {
  member: Session['member'];
  onSent: (email: string) => void;
}

function ContactForm({ member, onSent }: ContactFormProps) {
  const [letter, setLetter] = useState({
    name: [member?.first_name, member?.last_name].filter(Boolean).join(' '),
    email: member?.email ?? '',
    message: '',
  });
  const support = useStore()?.support_email;
  const change = useSendLetter();
  const set = (name: keyof typeof letter) => (event: { target: { value: string } }) =>
    setLetter({ ...letter, [name]: event.target.value });
  const send = () => change.mutate(letter, { onSuccess: () => onSent(letter.email.trim()) });
  return (
    <Form
      change={change}
      fields={['name', 'email', 'message']}
      action="Send"
      more={
        support && (
          <p className="hint">
            Or write to <a href={`mailto:${support}`}>{support}</a>.
          </p>
        )
      }
      onSubmit={send}
    >
      {(errorOf) => (
        <>
          <Field
            label="Name (optional)"
            name="name"
            autoComplete="name"
            maxLength={150}
            value={letter.name}
            error={errorOf('name')}
            onChange={set('name')}
          />
          <Field
            label="E-mail"
            name="email"
            type="email"
            autoComplete="email"
            required
            maxLength={254}
            hint="So that we can answer."
            value={letter.email}
            error={errorOf('email')}
            onChange={set('email')}
          />
          <TextField
            label="Message"
            name="message"
            required
            maxLength={5000}
            value={letter.message}
            error={errorOf('message')}
            onChange={set('message')}
          />
        </>
      )}
    </Form>
  );
}

function Thanks({ email }: { email: string }) {
  return (
    <div className="page empty">
      <Heading takesFocus>Thank you for your message</Heading>
      <p>
        We answer to <strong>{email}</strong>.
      </p>
      <Link href="/" className="button button-primary">
        Back to the shop
      </Link>
    </div>
  );
}

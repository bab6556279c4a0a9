import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { memberQuery, useSetNames, type Member } from '../../api/member';
import { Field } from '../../ui/Field';
import { Form } from '../../ui/Form';
import { Loaded } from '../../ui/Loaded';
import { useToast } from '../../ui/Toast';
import { EmailForm } from './EmailForm';
import { EmailNotices } from './EmailNotices';
import { FormSkeleton } from './FormSkeleton';
import { SectionPage } from './SectionPage';

export function DetailsPage() {
  const query = useQuery(memberQuery);
  return (
    <SectionPage path="/account/details">
      <Loaded query={query} skeleton={<FormSkeleton fields={3} />}>
        {(member) => (
          <>
            <NamesForm member={member} />
            <section className="account-section" aria-labelledby="email">
              <h2 id="email">E-mail</h2>
              <EmailNotices member={member} />
              <EmailForm member={member} />
            </section>
          </>
        )}
      </Loaded>
    </SectionPage>
  );
}

function NamesForm({ member }: { member: Member }) {
  const [firstName, setFirstName] = useState(member.first_name);
  const [lastName, setLastName] = useState(member.last_name);
  const toast = useToast();
  const change = useSetNames();
  const save = () =>
    change.mutate(
      { first_name: firstName, last_name: lastName },
      { onSuccess: () => toast({ text: 'Your name is saved' }) },
    );
  return (
    <section className="account-section" aria-labelledby="name">
      <h2 id="name">Name</h2>
      <p className="muted">
        Your username is <strong>{member.username}</strong>.
      </p>
      <Form change={change} fields={['first_name', 'last_name']} action="Save the name" label="Name" onSubmit={save}>
        {(errorOf) => (
          <div className="form-row">
            <Field
              label="First name"
              name="first_name"
              autoComplete="given-name"
              maxLength={150}
              value={firstName}
              error={errorOf('first_name')}
              onChange={(event) => setFirstName(event.target.value)}
            />
            <Field
              label="Last name"
              name="last_name"
              autoComplete="family-name"
              maxLength={150}
              value={lastName}
              error={errorOf('last_name')}
              onChange={(event) => setLastName(event.target.value)}
            />
          </div>
        )}
      </Form>
    </section>
  );
}

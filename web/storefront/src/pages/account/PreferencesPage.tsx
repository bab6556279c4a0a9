import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { memberQuery, useSetPreferences, type Member } from '../../api/member';
import { CheckField } from '../../ui/CheckField';
import { Form } from '../../ui/Form';
import { Loaded } from '../../ui/Loaded';
import { useToast } from '../../ui/Toast';
import { FormSkeleton } from './FormSkeleton';
import { SectionPage } from './SectionPage';

export function PreferencesPage() {
  const query = useQuery(memberQuery);
  return (
    <SectionPage path="/account/preferences" lead="Mails about your orders and your account come in any case.">
      <Loaded query={query} skeleton={<FormSkeleton fields={1} />}>
        {(member) => <NewsletterForm member={member} />}
      </Loaded>
    </SectionPage>
  );
}

function NewsletterForm({ member }: { member: Member }) {
  const [newsletter, setNewsletter] = useState(member.newsletter);
  const toast = useToast();
  const change = useSetPreferences();
  const save = () =>
    change.mutate(
      { newsletter },
      { onSuccess: (now) => toast({ text: now.newsletter ? 'You get the newsletter' : 'You get no newsletter' }) },
    );
  return (
    <Form change={change} fields={[]} action="Save" onSubmit={save}>
      {() => (
        <CheckField
          label={`Send the newsletter to ${member.email}`}
          name="newsletter"
          checked={newsletter}
          onChange={(event) => setNewsletter(event.target.checked)}
        />
      )}
    </Form>
  );
}

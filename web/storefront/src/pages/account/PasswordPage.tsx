import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { memberQuery, useSetPassword, type Member } from '../../api/member';
import { Form } from '../../ui/Form';
import { Loaded } from '../../ui/Loaded';
import { PasswordField } from '../../ui/PasswordField';
import { PasswordStrength } from '../../ui/PasswordStrength';
import { useToast } from '../../ui/Toast';
import { FormSkeleton } from './FormSkeleton';
import { SectionPage } from './SectionPage';

export function PasswordPage() {
  const query = useQuery(memberQuery);
  return (
    <SectionPage path="/account/password" lead="All your other devices are logged out when you change it.">
      <Loaded query={query} skeleton={<FormSkeleton fields={3} />}>
        {(member) => <PasswordForm member={member} />}
      </Loaded>
    </SectionPage>
  );
}

const EMPTY = { current_password: '', password: '', password_again: '' };

function PasswordForm({ member }: { member: Member }) {
  const [typed, setTyped] = useState(EMPTY);
  const toast = useToast();
  const change = useSetPassword();
  const save = () =>
    change.mutate(typed, {
      onSuccess: () => {
        setTyped(EMPTY);
        toast({ text: 'Your password is changed' });
      },
    });
  const set = (name: keyof typeof EMPTY) => (event: { target: { value: string } }) =>
    setTyped({ ...typed, [name]: event.target.value });

  return (
    <Form change={change} fields={Object.keys(EMPTY)} action="Change the password" onSubmit={save}>
      {(errorOf) => (
        <>
          {/* For password managers: whose password it is. */}
          <input type="text" name="username" autoComplete="username" value={member.username} readOnly hidden />
          <PasswordField
            label="Your password now"
            name="current_password"
            autoComplete="current-password"
            required
            value={typed.current_password}
            error={errorOf('current_password')}
            onChange={set('current_password')}
          />
          <div>
            <PasswordField
              label="New password"
              name="password"
              autoComplete="new-password"
              required
              value={typed.password}
              error={errorOf('password')}
              onChange={set('password')}
            />
            <PasswordStrength password={typed.password} owner={member} />
          </div>
          <PasswordField
            label="New password again"
            name="password_again"
            autoComplete="new-password"
            required
            value={typed.password_again}
            error={errorOf('password_again')}
            onChange={set('password_again')}
          />
        </>
      )}
    </Form>
  );
}

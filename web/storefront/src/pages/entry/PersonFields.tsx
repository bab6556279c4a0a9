import { Field } from '../../ui/Field';
import type { ErrorOf } from '../../ui/Form';

interface Person {
  username: string;
  email: string;
  first_name: string;
  last_name: string;
}

interface PersonFieldsProps {
  value: Person;
  errorOf: ErrorOf;
  onChange: (part: Partial<Person>) => void;
}

/** Who an account is for. */
export function PersonFields({ value, errorOf, onChange }: PersonFieldsProps) {
  return (
    <>
      <Field
        label="Username"
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        required
        maxLength={150}
        hint="To log in with. Letters, digits and @ . + - _"
        value={value.username}
        error={errorOf('username')}
        onChange={(event) => onChange({ username: event.target.value })}
      />
      <Field
        label="E-mail"
        name="email"
        type="email"
        autoComplete="email"
        required
        maxLength={254}
        value={value.email}
        error={errorOf('email')}
        onChange={(event) => onChange({ email: event.target.value })}
      />
      <div className="form-row">
        <Field
          label="First name (optional)"
          name="first_name"
          autoComplete="given-name"
          maxLength={150}
          value={value.first_name}
          error={errorOf('first_name')}
          onChange={(event) => onChange({ first_name: event.target.value })}
        />
        <Field
          label="Last name (optional)"
          name="last_name"
          autoComplete="family-name"
          maxLength={150}
          value={value.last_name}
          error={errorOf('last_name')}
          onChange={(event) => onChange({ last_name: event.target.value })}
        />
      </div>
    </>
  );
}

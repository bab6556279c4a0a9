import { useEffect, useState } from 'react';
import {
  brokenRules,
  loadCommonPasswords,
  PASSWORD_RULES,
  strength,
  type CommonPasswords,
  type PasswordOwner,
  type Rule,
} from '../lib/passwordRules';
import { Icon } from './Icon';

const STRENGTH_NAMES = ['', 'Not allowed yet', 'Allowed', 'Good', 'Strong'] as const;

/** As things to reach; what ruleText says is for those who have missed them. */
const GOALS: Record<Rule, string> = {
  too_short: 'At least 8 characters',
  too_long: 'At most 150 characters',
  similar: 'Not like your name or e-mail address',
  too_common: 'Not a password that many use',
  all_digits: 'More than digits',
  no_capital: 'A capital letter',
  no_special: 'One of !@#$%^&*()~{}[]',
};

interface PasswordStrengthProps {
  password: string;
  owner: PasswordOwner;
}

/** How good a password is while it is typed, and which rules it keeps. */
export function PasswordStrength({ password, owner }: PasswordStrengthProps) {
  const common = useCommonPasswords(password !== '');
  const level = strength(password, owner, common);
  const broken = brokenRules(password, owner, common);
  // Nobody plans for the longest password there may be.
  const goals = PASSWORD_RULES.filter((rule) => rule !== 'too_long' || broken.includes(rule));
  return (
    <div className="password-strength">
      <div className={`strength strength-${level}`} aria-hidden="true">
        <span />
        <span />
        <span />
        <span />
      </div>
      <p className="strength-name" role="status">
        {level > 0 && `Password: ${STRENGTH_NAMES[level].toLowerCase()}`}
      </p>
      <ul aria-label="What the password needs">
        {goals.map((rule) => (
          <Goal key={rule} text={GOALS[rule]} reached={password !== '' && !broken.includes(rule)} />
        ))}
      </ul>
    </div>
  );
}

function Goal({ text, reached }: { text: string; reached: boolean }) {
  return (
    <li className={reached ? 'goal goal-reached' : 'goal'}>
      <Icon name={reached ? 'check' : 'dot'} />
      {text}
      <span className="visually-hidden">{reached ? ': done' : ': to do'}</span>
    </li>
  );
}

/** Asked for when somebody begins to type: the list is larger than the page. */
function useCommonPasswords(wanted: boolean): CommonPasswords {
  const [common, setCommon] = useState<CommonPasswords>();
  useEffect(() => {
    if (!wanted) return;
    let here = true;
    void loadCommonPasswords().then((list) => here && setCommon(list));
    return () => {
      here = false;
    };
  }, [wanted]);
  return common;
}

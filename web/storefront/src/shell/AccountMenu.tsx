import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { sessionQuery } from '../api/session';
import type { Session } from '../api/store';
import { isEntry, nextPath, withNext } from '../lib/nextPath';
import { Icon } from '../ui/Icon';
import { useLeave } from '../ui/useLeave';

/** "Log in", or the name of who is; nothing until it is known. */
export function AccountMenu() {
  const session = useQuery(sessionQuery).data;
  return (
    <div className="account-menu">
      {session && (session.member ? <Menu member={session.member} /> : <LogInLink />)}
    </div>
  );
}

/** Leads back to this page, or to where this page would lead. */
function LogInLink() {
  const [path] = useLocation();
  const search = useSearch();
  const here = path === '/' ? undefined : path + (search && `?${search}`);
  const next = isEntry(path) ? nextPath(new URLSearchParams(search).get('next'), window.location.origin) : here;
  return (
    <Link href={withNext('/login', next)} className="account-button">
      <Icon name="person" />
      <span className="account-name">Log in</span>
    </Link>
  );
}

function Menu({ member }: { member: NonNullable<Session['member']> }) {
  const { open, setOpen, frame, button, onBlur, onKeyDown } = useDisclosure();
  const { leave, busy } = useLeave();
  const name = member.first_name || member.username;
  const close = () => setOpen(false);
  return (
    <div ref={frame} onBlur={onBlur} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        className="account-button"
        aria-label={`Your account: ${name}`}
        aria-expanded={open}
        aria-controls="account-links"
        onClick={() => setOpen(!open)}
      >
        <Icon name="person" />
        <span className="account-name account-name-member">{name}</span>
      </button>
      <ul id="account-links" className="account-links" hidden={!open}>
        <li className="account-links-name">{`Logged in as ${member.username}`}</li>
        <li>
          <Link href="/account" onClick={close}>
            Account
          </Link>
        </li>
        <li>
          <Link href="/account/orders" onClick={close}>
            Orders
          </Link>
        </li>
        <li>
          <button type="button" aria-busy={busy || undefined} onClick={() => busy || leave()}>
            Log out
          </button>
        </li>
      </ul>
    </div>
  );
}

/** Open until Escape, a press elsewhere, or the focus going elsewhere. */
function useDisclosure() {
  const [open, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const isElsewhere = (target: EventTarget | null) => target instanceof Node && !frame.current?.contains(target);

  useEffect(() => {
    if (!open) return;
    const onPress = ({ target }: PointerEvent) => isElsewhere(target) && setOpen(false);
    document.addEventListener('pointerdown', onPress);
    return () => document.removeEventListener('pointerdown', onPress);
  }, [open]);
  const onBlur = ({ relatedTarget }: FocusEvent) => {
    if (isElsewhere(relatedTarget)) setOpen(false);
  };
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key !== 'Escape' || !open) return;
    setOpen(false);
    button.current?.focus();
  };
  return { open, setOpen, frame, button, onBlur, onKeyDown };
}

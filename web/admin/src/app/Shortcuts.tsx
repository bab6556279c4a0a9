import KeyboardIcon from '@mui/icons-material/KeyboardOutlined';
import { Button, Dialog, DialogActions, DialogContent, DialogTitle, IconButton, Table, TableBody, TableCell, TableRow, Tooltip } from '@mui/material';
import { useEffect, useId, useRef, useState } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { useSchema } from '../api/hooks';
import { goTo } from '../pages/registry';

/** Marks what a key presses or focuses on the page that is shown. */
export const SHORTCUT = { search: 'search', create: 'create', save: 'save' } as const;

/** For a component: <Button {...shortcut('save')}>. */
export const shortcut = (name: keyof typeof SHORTCUT) => ({ 'data-shortcut': SHORTCUT[name] });

/** How long "g" waits for its second key. */
const SEQUENCE_MS = 1500;

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const find = (name: string) => [...document.querySelectorAll<HTMLElement>(`[data-shortcut="${name}"]`)].at(-1);

const KEYS: [string, string][] = [
  ['/', 'Search the list'],
  ['n', 'New'],
  ['Ctrl + s', 'Save'],
  ['?', 'This help'],
];

/** Keys for those who work here all day. A button tells them. */
export function Shortcuts() {
  const [open, setOpen] = useState(false);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const { resources } = useSchema();
  const waitsUntil = useRef(0);
  const id = useId();
  const places = goTo.filter(({ path }) => {
    const resource = resources.find(({ name }) => `/${name}` === path);
    return resource ? resource.can.view : path === '/' || path === '/changes' || !/^\/(orders|products|members)$/.test(path);
  });

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if ((event.ctrlKey || event.metaKey) && event.key === 's') {
        const save = find(SHORTCUT.save);
        if (save) {
          event.preventDefault();
          save.click();
        }
        return;
      }
      const inDialog = document.querySelector('[role="dialog"]') !== null;
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || inDialog) return;
      if (Date.now() < waitsUntil.current) {
        waitsUntil.current = 0;
        const place = places.find(({ key }) => key === event.key);
        if (place) {
          event.preventDefault();
          navigate(place.path);
        }
        return;
      }
      if (event.key === 'g') waitsUntil.current = Date.now() + SEQUENCE_MS;
      else if (event.key === '?') setOpen(true);
      else if (event.key === '/' || event.key === 'n') {
        const found = find(event.key === '/' ? SHORTCUT.search : SHORTCUT.create);
        if (!found) return;
        event.preventDefault();
        if (event.key === '/') found.focus();
        else found.click();
      }
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [navigate, pathname, places]);

  return (
    <>
      <Tooltip title="Keyboard shortcuts">
        <IconButton aria-label="Keyboard shortcuts" onClick={() => setOpen(true)} sx={{ display: { xs: 'none', sm: 'inline-flex' } }}>
          <KeyboardIcon />
        </IconButton>
      </Tooltip>
      <Dialog open={open} onClose={() => setOpen(false)} aria-labelledby={id}>
        <DialogTitle id={id}>Keyboard shortcuts</DialogTitle>
        <DialogContent>
          <Table size="small">
            <TableBody>
              {[...KEYS, ...places.map(({ key, label }): [string, string] => [`g ${key}`, `Go to ${label}`])].map(([keys, does]) => (
                <TableRow key={keys}>
                  <TableCell component="th" scope="row">
                    <kbd>{keys}</kbd>
                  </TableCell>
                  <TableCell>{does}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </DialogContent>
        <DialogActions>
          <Button onClick={() => setOpen(false)}>Close</Button>
        </DialogActions>
      </Dialog>
    </>
  );
}

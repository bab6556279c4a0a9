import { Box, List, ListItem, ListItemButton, ListItemText, Stack, SvgIcon, Typography } from '@mui/material';
import { useId, useState } from 'react';
import { Link, useLocation } from 'react-router-dom';
import { useMenu, type Group } from './useMenu';

export function Menu({ onChoose }: { onChoose: () => void }) {
  const groups = useMenu();
  return (
    <Box component="nav" aria-label="Menu" sx={{ overflowY: 'auto', py: 1 }}>
      <List dense disablePadding>
        <MenuLink label="Start" path="/" onChoose={onChoose} />
      </List>
      {groups.map((group) => (
        <MenuGroup key={group.group} {...group} onChoose={onChoose} />
      ))}
    </Box>
  );
}

function MenuGroup({ group, icon, entries, onChoose }: Group & { onChoose: () => void }) {
  const id = useId();
  const { pathname } = useLocation();
  const [showsAll, setShowsAll] = useState(false);
  const shown = entries.filter(({ isPart, path }) => !isPart || showsAll || isAt(pathname, path));
  return (
    <>
      <Stack direction="row" sx={{ gap: 1, px: 2, pt: 2, pb: 0.5, alignItems: 'center', color: 'text.secondary' }}>
        <SvgIcon component={icon} inheritViewBox fontSize="small" />
        <Typography id={id} variant="overline" component="h2" sx={{ lineHeight: 1.5 }}>
          {group}
        </Typography>
      </Stack>
      <List dense disablePadding aria-labelledby={id}>
        {shown.map((entry) => (
          <MenuLink key={entry.path} {...entry} onChoose={onChoose} />
        ))}
        {(showsAll || shown.length < entries.length) && (
          <ListItem disablePadding>
            <ListItemButton aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)} sx={{ mx: 1, py: 0, pl: 4.5, borderRadius: 1, color: 'text.secondary' }}>
              <ListItemText primary={showsAll ? 'Less' : 'More'} slotProps={{ primary: { variant: 'body2' } }} />
            </ListItemButton>
          </ListItem>
        )}
      </List>
    </>
  );
}

const isAt = (pathname: string, path: string) => pathname === path || (path !== '/' && pathname.startsWith(`${path}/`));

interface MenuLinkProps {
  label: string;
  path: string;
  onChoose: () => void;
}

function MenuLink({ label, path, onChoose }: MenuLinkProps) {
  const { pathname } = useLocation();
  const isHere = isAt(pathname, path);
  return (
    <ListItem disablePadding>
      <ListItemButton
        component={Link}
        to={path}
        selected={isHere}
        aria-current={isHere ? 'page' : undefined}
        onClick={onChoose}
        sx={{ mx: 1, py: 0.25, pl: 4.5, borderRadius: 1 }}
      >
        <ListItemText primary={label} />
      </ListItemButton>
    </ListItem>
  );
}

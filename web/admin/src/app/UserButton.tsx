import PersonIcon from '@mui/icons-material/PersonOutlined';
import { IconButton, ListItemText, Menu, MenuItem, Tooltip } from '@mui/material';
import { useState } from 'react';
import { useSchema } from '../api/hooks';
import { logOut } from '../auth/logOut';

export function UserButton() {
  const { user } = useSchema();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <Tooltip title={user.username}>
        <IconButton
          aria-label={`Your account: ${user.username}`}
          aria-haspopup="menu"
          aria-expanded={Boolean(anchor)}
          edge="end"
          onClick={(event) => setAnchor(event.currentTarget)}
        >
          <PersonIcon />
        </IconButton>
      </Tooltip>
      <Menu anchorEl={anchor} open={Boolean(anchor)} onClose={() => setAnchor(null)}>
        <MenuItem disabled>
          <ListItemText primary={user.username} secondary={user.is_superuser ? 'Superuser' : 'Staff'} />
        </MenuItem>
        <MenuItem component="a" href="/">
          To the shop
        </MenuItem>
        <MenuItem component="a" href="/account/two-factor">
          Second factor and password
        </MenuItem>
        <MenuItem onClick={() => void logOut()}>Log out</MenuItem>
      </Menu>
    </>
  );
}

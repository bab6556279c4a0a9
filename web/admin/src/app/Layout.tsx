import MenuIcon from '@mui/icons-material/Menu';
import { AppBar, Box, Drawer, IconButton, Toolbar, Typography, useMediaQuery, type Theme } from '@mui/material';
import { Suspense, useState, type ReactNode } from 'react';
import { LoadingIndicator } from 'react-admin';
import { Link, useLocation } from 'react-router-dom';
import { useSettings } from '../api/hooks';
import { AlertsBanner } from '../pages/alerts/AlertsBanner';
import { Loading } from '../ui/Loading';
import { Menu } from './Menu';
import { OfflineNotice } from './OfflineNotice';
import { PageBoundary } from './PageBoundary';
import { Shortcuts } from './Shortcuts';
import { ThemeButton } from './ThemeButton';
import { UserButton } from './UserButton';

const MENU_WIDTH = 240;

export function Layout({ children }: { children: ReactNode }) {
  const { name } = useSettings();
  const isWide = useMediaQuery<Theme>((theme) => theme.breakpoints.up('md'));
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const close = () => setOpen(false);
  return (
    <Box sx={{ minHeight: '100vh', bgcolor: 'background.default' }}>
      <SkipLink />
      <AppBar position="fixed" color="default" elevation={0} sx={{ bgcolor: 'background.paper', backgroundImage: 'none', borderBottom: 1, borderColor: 'divider', zIndex: (theme) => theme.zIndex.drawer + 1, '@media print': { display: 'none' } }}>
        <Toolbar variant="dense" sx={{ gap: 1, minHeight: 56 }}>
          {!isWide && (
            <IconButton edge="start" aria-label="Menu" aria-expanded={open} onClick={() => setOpen(!open)}>
              <MenuIcon />
            </IconButton>
          )}
          <Typography
            component={Link}
            to="/"
            variant="subtitle1"
            noWrap
            sx={{ fontWeight: 700, flexGrow: 1, color: 'text.primary', textDecoration: 'none', '&:hover': { textDecoration: 'underline' } }}
          >
            {name || 'Admin'}
          </Typography>
          <LoadingIndicator aria-label="Loading" />
          <Shortcuts />
          <ThemeButton />
          <UserButton />
        </Toolbar>
      </AppBar>
      <Drawer
        variant={isWide ? 'permanent' : 'temporary'}
        open={isWide || open}
        onClose={close}
        slotProps={{ paper: { sx: { width: MENU_WIDTH, borderColor: 'divider', pt: '56px' }, ...(isWide ? {} : { 'aria-label': 'Menu' }) } }}
        sx={{ '@media print': { display: 'none' } }}
      >
        <Menu onChoose={close} />
      </Drawer>
      <Box
        component="main"
        id="main-content"
        tabIndex={-1}
        sx={{ pt: '56px', pl: { md: `${MENU_WIDTH}px` }, outline: 'none', '@media print': { p: 0 } }}
      >
        <OfflineNotice />
        <AlertsBanner />
        <Box sx={{ px: { xs: 1.5, sm: 3 }, pb: 6, maxWidth: 1440 }}>
          <PageBoundary key={pathname.split('/')[1]}>
            <Suspense fallback={<Loading />}>{children}</Suspense>
          </PageBoundary>
        </Box>
      </Box>
    </Box>
  );
}

function SkipLink() {
  return (
    <Box
      component="a"
      href="#main-content"
      onClick={(event) => {
        event.preventDefault();
        document.getElementById('main-content')?.focus();
      }}
      sx={{
        position: 'fixed',
        top: -100,
        left: 8,
        zIndex: 2000,
        p: 1,
        bgcolor: 'background.paper',
        color: 'text.primary',
        '&:focus': { top: 8 },
      }}
    >
      Skip to the content
    </Box>
  );
}

import { createTheme, type ThemeOptions } from '@mui/material/styles';

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

const shared: ThemeOptions = {
  typography: {
    fontFamily: FONT,
    h5: { fontSize: '1.5rem', fontWeight: 650, letterSpacing: '-0.01em' },
    h6: { fontSize: '1.125rem', fontWeight: 650 },
    button: { textTransform: 'none', fontWeight: 600 },
  },
  shape: { borderRadius: 8 },
  components: {
    MuiButton: { defaultProps: { disableElevation: true } },
    MuiButtonBase: { defaultProps: { disableRipple: true } },
    MuiTextField: { defaultProps: { size: 'small', fullWidth: true } },
    MuiFormControl: { defaultProps: { size: 'small' } },
    MuiTooltip: { defaultProps: { arrow: true } },
    // Without ripples, the focus must show otherwise.
    MuiCssBaseline: {
      styleOverrides: {
        ':focus-visible': { outline: '2px solid currentColor', outlineOffset: 2 },
        '.money': { fontVariantNumeric: 'tabular-nums' },
        '@media (prefers-reduced-motion: reduce)': {
          '*, *::before, *::after': { transition: 'none !important', animationDuration: '0.01ms !important' },
        },
      },
    },
    // Why a field can't be changed is for reading.
    MuiFormHelperText: { styleOverrides: { root: ({ theme }) => ({ '&.Mui-disabled': { color: theme.palette.text.secondary } }) } },
    // MUI's own grey is too pale beside white.
    MuiToggleButton: { styleOverrides: { root: ({ theme }) => ({ color: theme.palette.text.secondary }) } },
    MuiTableCell: { styleOverrides: { head: { fontWeight: 600, whiteSpace: 'nowrap' } } },
  },
};

export const lightTheme = createTheme({
  ...shared,
  palette: {
    mode: 'light',
    primary: { main: '#1f5a46' },
    secondary: { main: '#6b4f2a' },
    warning: { main: '#8a5300' },
    success: { main: '#1b6e3c' },
    error: { main: '#b3261e' },
    background: { default: '#f7f6f3', paper: '#ffffff' },
    text: { primary: '#1d1c1a', secondary: '#5a5852' },
  },
});

export const darkTheme = createTheme({
  ...shared,
  palette: {
    mode: 'dark',
    primary: { main: '#7fcfae' },
    secondary: { main: '#d9b98a' },
    warning: { main: '#f0b65a' },
    success: { main: '#79d29a' },
    error: { main: '#ff8a80' },
    background: { default: '#171614', paper: '#201f1c' },
    text: { primary: '#f1efe9', secondary: '#b9b5ab' },
  },
});

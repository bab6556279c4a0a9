import DarkIcon from '@mui/icons-material/DarkModeOutlined';
import LightIcon from '@mui/icons-material/LightModeOutlined';
import { IconButton, Tooltip, useTheme as useColors } from '@mui/material';
import { useTheme } from 'react-admin';

export function ThemeButton() {
  const [, setTheme] = useTheme();
  const isDark = useColors().palette.mode === 'dark';
  const label = isDark ? 'Light colours' : 'Dark colours';
  return (
    <Tooltip title={label}>
      <IconButton aria-label={label} onClick={() => setTheme(isDark ? 'light' : 'dark')}>
        {isDark ? <LightIcon /> : <DarkIcon />}
      </IconButton>
    </Tooltip>
  );
}

import { Alert, Box, Button, Stack } from '@mui/material';

interface RecoveryCodesProps {
  codes: readonly string[];
  onDone: () => void;
}

/** Shown once. Each opens the account once when the phone is lost. */
export function RecoveryCodes({ codes, onDone }: RecoveryCodesProps) {
  const text = `Recovery codes, each for one login:\n\n${codes.join('\n')}\n`;
  return (
    <Stack sx={{ gap: 2 }}>
      <Alert severity="success">
        The second factor is on. Keep these codes in a safe place, not on your phone: each opens your account once, should the
        app be lost. They can’t be shown again.
      </Alert>
      <Box component="ul" sx={{ columns: 2, listStyle: 'none', p: 0, m: 0, fontFamily: 'monospace' }}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </Box>
      <Stack direction="row" sx={{ gap: 1 }}>
        <Button variant="outlined" onClick={() => download('recovery-codes.txt', text)}>
          Download
        </Button>
        <Button variant="outlined" onClick={() => window.print()}>
          Print
        </Button>
      </Stack>
      <Button variant="contained" onClick={onDone}>
        I have kept them
      </Button>
    </Stack>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

import { Box, Typography } from '@mui/material';
import { termsParts } from '../../../../storefront/src/lib/termsText';

/** The terms as the storefront shows them; both read the text in the same way. */
export function TermsPreview({ title, body }: { title: string; body: string }) {
  return (
    <Box sx={{ maxWidth: '65ch' }}>
      <Typography component="h3" variant="h5" sx={{ mb: 2, overflowWrap: 'anywhere' }}>
        {title}
      </Typography>
      {termsParts(body).map(({ heading, text }, index) => (
        <Typography key={index} component={heading ? 'h4' : 'p'} variant={heading ? 'h6' : 'body1'} sx={{ mb: heading ? 0.5 : 2, overflowWrap: 'anywhere' }}>
          {text}
        </Typography>
      ))}
    </Box>
  );
}

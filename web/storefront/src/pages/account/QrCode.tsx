import { useMemo } from 'react';
import { encode } from 'uqr';
import { qrPath } from '../../lib/qrPath';

/** Empty squares around it, without which many cameras find nothing (ISO/IEC 18004, 9.1). */
const QUIET_ZONE = 4;

/** Dark on white in both sets of colours: not every app reads it the other way round. */
export default function QrCode({ text }: { text: string }) {
  const { data, size } = useMemo(() => encode(text, { ecc: 'M', border: QUIET_ZONE }), [text]);
  return (
    <svg className="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label="QR code for your app">
      <path d={qrPath(data)} />
    </svg>
  );
}

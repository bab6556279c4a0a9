import { useMemo } from 'react';
import { encode } from 'uqr';

/** Empty squares around it, without which many cameras find nothing (ISO/IEC 18004, 9.1). */
const QUIET_ZONE = 4;

/** Dark on white in both sets of colours: not every app reads it the other way round. */
export default function QrCode({ text }: { text: string }) {
  const { data, size } = useMemo(() => encode(text, { ecc: 'M', border: QUIET_ZONE }), [text]);
  return (
    <svg width="100%" height="100%" viewBox={`0 0 ${size} ${size}`} role="img" aria-label="QR code for your app" shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={squares(data)} fill="#000" />
    </svg>
  );
}

const squares = (rows: readonly (readonly boolean[])[]) =>
  rows.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')).join('')).join('');

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './build/precompress.ts';
import { preloadSession } from './build/preloadSession.ts';

export default defineConfig({
  plugins: [react(), preloadSession(process.env['VITE_API_BASE'] ?? ''), precompress()],
  build: {
    // The server's Content-Security-Policy allows no inline script or style, and data: only for pictures.
    assetsInlineLimit: 0,
    target: 'baseline-widely-available',
    rolldownOptions: {
      output: {
        // The libraries change seldom, so browsers keep them over many releases of the shop.
        // What draws QR codes comes with the one page that does.
        codeSplitting: { groups: [{ name: 'vendor', test: /node_modules\/(?!uqr\/)/ }] },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(['/api', '/media'].map((path) => [path, process.env['API'] ?? 'http://localhost:8080'])),
  },
});

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from '../storefront/build/precompress.ts';

export default defineConfig({
  base: '/admin/',
  plugins: [react(), precompress()],
  build: {
    // The server's Content-Security-Policy allows no inline script.
    assetsInlineLimit: 0,
    target: 'baseline-widely-available',
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      // The frame of the visual editor is a page of its own; nobody else loads what it is made of.
      input: ['index.html', 'visual.html'],
      output: {
        // The libraries change seldom, so browsers keep them over many releases.
        codeSplitting: {
          groups: [
            { name: 'grapesjs', test: /node_modules\/grapesjs\// },
            { name: 'vendor', test: /node_modules\/(?!uqr\/)/ },
          ],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(['/api', '/media'].map((path) => [path, process.env['API'] ?? 'http://localhost:8080'])),
  },
});

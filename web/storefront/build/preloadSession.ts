import type { Plugin } from 'vite';

/** The page asks for the session in any case; so the browser does it while it still loads the script. */
export function preloadSession(apiBase: string): Plugin {
  return {
    name: 'preload-session',
    transformIndexHtml: () => [
      {
        tag: 'link',
        attrs: { rel: 'preload', as: 'fetch', href: `${apiBase}/api/v1/session`, crossorigin: 'use-credentials' },
        injectTo: 'head',
      },
    ],
  };
}

import { defineConfig } from 'vite';

export default defineConfig({
  // Relative, so that the page works below the prefix of a gateway too.
  base: './',
  resolve: { alias: { '#client': new URL('../client/src/index.ts', import.meta.url).pathname } },
  build: {
    outDir: '../dist/ui',
    emptyOutDir: true,
    target: 'es2022',
    // The page may load no `data:` address and has one script: see its Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});

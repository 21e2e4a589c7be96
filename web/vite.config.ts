import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

/**
 * Writes each file of the page that is worth it compressed beside it, so that the server need not do it for each answer.
 * The base map's squares are packed already: only the better way gains anything.
 */
function compressed(): Plugin {
  const walk = (folder: string): string[] => readdirSync(folder).flatMap((name) => (statSync(join(folder, name)).isDirectory() ? walk(join(folder, name)) : [join(folder, name)]));
  return {
    name: 'compressed',
    apply: 'build',
    closeBundle() {
      for (const file of walk('dist').filter((f) => /\.(m?js|css|html|json|svg|bin)$/.test(f))) {
        const bytes = readFileSync(file);
        if (bytes.length < 512) continue;
        writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }));
        if (!file.endsWith('.bin')) writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  plugins: [svelte(), compressed()],
  preview: { proxy: { '/api': process.env['ANNALIST_API'] ?? 'http://127.0.0.1:4517' } },
  server: { proxy: { '/api': process.env['ANNALIST_API'] ?? 'http://127.0.0.1:4517' } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      output: { manualChunks: (id: string) => (id.includes('maplibre-gl') ? 'map' : undefined) },
    },
  },
});

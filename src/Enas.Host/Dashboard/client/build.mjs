// Builds the page: types are checked by `tsc` before (eng/ui does both). The same sources and versions give the same bytes on every machine.
import { build } from 'esbuild';
import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const out = process.argv[2];
if (out === undefined) throw new Error('build.mjs FOLDER: where the page goes');

// Names, tokens and log lines are data of others: nothing of ours makes markup of text.
for (const file of await readdir('src', { recursive: true })) {
  if (!/\.tsx?$/.test(file)) continue;
  const text = await readFile(join('src', file), 'utf8');
  const found = /innerHTML|outerHTML|insertAdjacentHTML|dangerouslySet|document\.write|\beval\(|new Function/.exec(text);
  if (found) throw new Error(`src/${file}: ${found[0]} makes markup or code of text`);
}

await mkdir(out, { recursive: true });
await build({
  entryPoints: { app: 'src/main.tsx' }, outdir: out, bundle: true, minify: true, format: 'esm', splitting: true, chunkNames: '[name]', target: ['es2023', 'chrome123', 'firefox120', 'safari17.5'],
  jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none', charset: 'utf8', logLevel: 'warning',
});
await copyFile('src/index.html', join(out, 'index.html'));

// What the first page needs. What draws lines is a file of its own, which lists and tables do without.
const most = 40_000;
const sizes = await Promise.all(['app.js', 'chunk.js', 'app.css'].map(async file => gzipSync(await readFile(join(out, file)), { level: 9 }).length));
const size = sizes.reduce((sum, one) => sum + one, 0);
if (size > most) throw new Error(`the first page is ${size} bytes with gzip; ${most} are wanted`);

const shipped = Object.keys(JSON.parse(await readFile('package.json', 'utf8')).dependencies);
const notices = await Promise.all(shipped.map(async name => {
  const { version } = JSON.parse(await readFile(join('node_modules', name, 'package.json'), 'utf8'));
  return `${name} ${version}\n\n${(await readFile(join('node_modules', name, 'LICENSE'), 'utf8')).replaceAll('\r\n', '\n').trim()}\n`;
}));
await writeFile(join(out, 'NOTICES.txt'), `What the scripts and the style sheet hold beside Enas itself, with the licences of its authors.\n\n${notices.join(`\n${'-'.repeat(80)}\n\n`)}`);

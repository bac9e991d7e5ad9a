import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './workspace.js';

/** tfjs for browsers is one file; of all other packages the files are served as they are. */
const bundles: Record<string, string> = { '@tensorflow/tfjs': '@tensorflow/tfjs/dist/tf.fesm.js' };

const require = createRequire(pathToFileURL(join(root, 'package.json')));

/** The path under which a package's module is served. */
function pathOf(specifier: string): string {
  const name = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/'); // prettier-ignore
  const folder = join(root, 'node_modules', name);
  if (bundles[specifier]) return `/node_modules/${bundles[specifier]}`;
  const { exports } = require(join(folder, 'package.json')) as { exports: Record<string, unknown> };
  let entry: unknown = exports[`.${specifier.slice(name.length)}`];
  while (typeof entry === 'object' && entry !== null) {
    const conditions = entry as Record<string, unknown>;
    entry = conditions['browser'] ?? conditions['import'] ?? conditions['default'];
  }
  return `/${relative(root, join(folder, entry as string))}`;
}

/** Names of packages as paths: what a bundler would do. */
const resolved = (code: string): string =>
  code.replace(
    /(\bfrom|\bimport)(\s*\(?\s*)(['"])([@\w][^'"]*)\3/g,
    (whole, keyword: string, space: string, quote: string, specifier: string) =>
      specifier.includes(':') ? whole : `${keyword}${space}${quote}${pathOf(specifier)}${quote}`,
  );

/**
 * Serves the workspace's built packages to a browser, and pages of one module each.
 *
 * @param modules by their names; at `/name.html` is a page that runs one, at `/name.js` the module itself
 * @param isIsolated whether pages are cross-origin isolated, so that threads may share memory
 */
export async function servePages(
  modules: Readonly<Record<string, string>>,
  isIsolated: boolean,
): Promise<{ readonly server: Server; readonly address: string }> {
  const isolation = {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  };
  const contentOf = async (path: string): Promise<readonly [string, string]> => {
    const [, name, ending] = /^\/([\w-]+)\.(html|js)$/.exec(path) ?? [];
    if (ending === 'html') {
      return ['text/html', `<!doctype html><script type="module" src="/${name}.js"></script>`];
    }
    const code = (name && modules[name]) ?? (await readFile(join(root, path), 'utf8'));
    // tfjs's file names no other package, and it is long.
    return ['text/javascript', path.includes('@tensorflow') ? code : resolved(code)];
  };
  const server = createServer((request, response) => {
    contentOf(new URL(request.url!, 'http://localhost').pathname).then(
      ([type, content]) =>
        response.writeHead(200, { 'Content-Type': type, ...(isIsolated && isolation) }).end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as { port: number };
  return { server, address: `http://127.0.0.1:${port}` };
}

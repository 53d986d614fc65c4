import { createStore, useStore } from '../data/store';

/** Where the page is: its path below the root of the dashboard, and what the address says after it. */
export interface Place {
  path: string;
  query: URLSearchParams;
}

/** The folder that the script came from: the dashboard may stand below a path of a proxy. */
export const base = new URL('.', import.meta.url).pathname.replace(/\/$/, '');

const place = createStore<Place>(read());

function read(): Place {
  const path = location.pathname.startsWith(base) ? location.pathname.slice(base.length) : location.pathname;
  return { path: path || '/', query: new URLSearchParams(location.search) };
}

/** An address below the root, made of text that may hold anything. Parameters that are empty are left out. */
export function address(segments: readonly string[], parameters: Record<string, string> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== '') query.set(name, value);
  const search = query.toString();
  return `${base}/${segments.map(encodeURIComponent).join('/')}${search === '' ? '' : `?${search}`}`;
}

/** Opens another view. Its address is complete: a reload or another browser shows the same. */
export function go(to: string, how: 'push' | 'replace' = 'push'): void {
  const before = place.get().path;
  if (how === 'push') history.pushState(null, '', to);
  else history.replaceState(null, '', to);
  place.set(read());
  if (how === 'push' && place.get().path !== before) {
    scrollTo(0, 0);
    // Whoever reads by ear or by keyboard goes on at the top of the new view.
    queueMicrotask(() => document.getElementById('main')?.focus({ preventScroll: true }));
  }
}

export const usePlace = (): Place => useStore(place);

/** Changes parameters of the address and keeps the others; an empty one goes. */
export function setParameters(changes: Record<string, string>, how: 'push' | 'replace' = 'push'): void {
  const query = new URLSearchParams(place.get().query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') query.delete(name);
    else query.set(name, value);
  }
  const search = query.toString();
  go(`${location.pathname}${search === '' ? '' : `?${search}`}`, how);
}

/** A parameter of the address, or what stands for it where it is not there. */
export function useParameter(name: string, otherwise = ''): string {
  return usePlace().query.get(name) ?? otherwise;
}

function onClick(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest('a[href]');
  const to = link?.getAttribute('href');
  if (!link || !to || link.hasAttribute('download') || link.hasAttribute('target') || !isOurs(to)) return;
  event.preventDefault();
  go(to);
}

const isOurs = (to: string) => to.startsWith(`${base}/`) && !to.startsWith(`${base}/api/`) && !to.startsWith('//');

/** Follows links and the browser's back and forward without loading the document again. */
export function startRouter(): void {
  document.addEventListener('click', onClick);
  addEventListener('popstate', () => place.set(read()));
}

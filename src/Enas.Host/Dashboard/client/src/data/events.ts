import { useEffect } from 'preact/hooks';
import type { SearchEvent } from '../api';
import { question } from './asking';
import { createStore, useStore } from './store';
import { authorization } from './token';
import { untilSeen, whileSeen } from './visibility';

/** Whether news come, and since when they do not. */
export interface Live {
  isLive: boolean;
  /** Null while they do, and before the first try ended. */
  offSince: Date | null;
}

export const live = createStore<Live>({ isLive: false, offSince: null });

/** A number a search, or a part of the server (`searches`, `service`), that grows with its news. */
const revisions = createStore<ReadonlyMap<string, number>>(new Map());

const leastMs = 1000;
const longestWaitMs = 10_000;

/** The revision of a search, of the list of searches (`searches`) or of the service (`service`): ask again when it changes. */
export const useRevision = (id: string): number => useStore(revisions).get(id) ?? 0;

/** The revisions of several searches in one number. */
export function useRevisions(ids: readonly string[]): number {
  const all = useStore(revisions);
  return ids.reduce((sum, id) => sum + (all.get(id) ?? 0), 0);
}

const pending = new Set<string>();
let flushedAt = 0;
let timer = 0;

// Views ask again at most once a second, and not at all while nobody looks.
function tell(id: string): void {
  pending.add(id);
  if (timer === 0 && !document.hidden) timer = window.setTimeout(flush, Math.max(0, flushedAt + leastMs - performance.now()));
}

function flush(): void {
  timer = 0;
  flushedAt = performance.now();
  const next = new Map(revisions.get());
  for (const id of pending) next.set(id, (next.get(id) ?? 0) + 1);
  pending.clear();
  revisions.set(next);
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden && pending.size > 0) flush();
});

/** What there are news of beside searches; the server looks for them only while somebody waits for them. */
export type Other = 'searches' | 'service' | 'none';

/** Follows the news of some searches, and of the list or the service, for as long as the component is shown. */
export function useEvents(ids: readonly string[], of: Other): void {
  const which = [of, ...ids].join('\n');
  useEffect(() => {
    const ended = new AbortController();
    void follow(ids, of, ended.signal);
    return () => ended.abort();
  }, [which]);
}

// A browser has six connections for all tabs of a server: a tab that nobody sees gives its own back.
async function follow(ids: readonly string[], of: Other, signal: AbortSignal): Promise<void> {
  let hasMissed = false;
  for (let failures = 0; !signal.aborted;) {
    await untilSeen(signal);
    const ended = new AbortController();
    const seen = whileSeen(ended.signal);
    try {
      await readOnce(ids, of, AbortSignal.any([signal, seen]), () => {
        if (hasMissed) for (const id of [...ids, 'searches', 'service']) tell(id);
        failures = 0;
        live.set({ isLive: true, offSince: null });
      });
    } catch {
      // Said below: the stream has ended, whatever ended it.
    } finally {
      ended.abort();
    }
    hasMissed = true;
    if (signal.aborted || seen.aborted) continue;
    live.set({ isLive: false, offSince: live.get().offSince ?? new Date() });
    await new Promise(done => window.setTimeout(done, Math.min(longestWaitMs, 1000 * 2 ** failures++)));
  }
}

// EventSource cannot send a token, so the stream is read by hand.
async function readOnce(ids: readonly string[], of: Other, signal: AbortSignal, opened: () => void) {
  const query = new URLSearchParams([...ids.map(id => ['s', id]), ['of', of]]);
  const response = await fetch(`${question(['events'])}?${query}`, {
    signal, cache: 'no-store', headers: { accept: 'text/event-stream', ...authorization() },
  });
  if (!response.ok || response.body === null) throw new Error(`the events were answered with ${response.status}`);
  opened();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (text + value).split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) take(part);
  }
}

function take(part: string): void {
  const fields = new Map(part.split('\n').filter(line => !line.startsWith(':')).map(line => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trimStart()] as const;
  }));
  const name = fields.get('event');
  const data = fields.get('data');
  if (name === undefined || data === undefined) return;
  const about = (JSON.parse(data) as SearchEvent).id;
  tell(about === '' ? name : about);
  if (about !== '') tell('searches');
}

import type { Done, Problem, Reading, ReadingProgress } from '../api';
import { base } from '../shell/router';
import { authorization } from './token';

/** What the server said to a question. */
export type Said<T> =
  | { kind: 'data'; data: T }
  | { kind: 'reading'; reading: ReadingProgress }
  | { kind: 'problem'; problem: Problem };

/** The address of a question; parameters that are empty are left out. */
export function question(segments: readonly string[], parameters: Record<string, string | number> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== '') query.set(name, String(value));
  const search = query.toString();
  return `${base}/api/v1/${segments.map(encodeURIComponent).join('/')}${search === '' ? '' : `?${search}`}`;
}

/** The address of the same answer as a file of comma-separated values. */
export const asCsv = (to: string): string => `${to}${to.includes('?') ? '&' : '?'}format=csv`;

/** Asks once. What has not changed since it was last asked is not sent again: the browser keeps it with its ETag. */
export async function ask<T>(to: string, signal: AbortSignal): Promise<Said<T>> {
  let response: Response;
  try {
    response = await fetch(to, { signal, cache: 'no-cache', headers: { accept: 'application/json', ...authorization() } });
    if (response.status === 202) return { kind: 'reading', reading: ((await response.json()) as Reading).reading };
    if (response.ok) return { kind: 'data', data: (await response.json()) as T };
  } catch (fault) {
    if (signal.aborted) throw fault;
    return { kind: 'problem', problem: unreachable };
  }
  return { kind: 'problem', problem: await problemOf(response) };
}

/** Starts an action of the service. */
export async function act(to: string): Promise<Said<Done>> {
  try {
    const response = await fetch(to, {
      method: 'POST', body: '{}', headers: { accept: 'application/json', 'content-type': 'application/json', ...authorization() },
    });
    return response.ok ? { kind: 'data', data: (await response.json()) as Done } : { kind: 'problem', problem: await problemOf(response) };
  } catch {
    return { kind: 'problem', problem: unreachable };
  }
}

const unreachable: Problem = {
  type: 'about:blank', status: 0, code: 'Unreachable',
  title: 'The server does not answer. Is enas ui still running? The page asks again by itself.',
};

async function problemOf(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return { type: 'about:blank', status: response.status, code: 'Unknown', title: `The server answered ${response.status}.` };
  }
}

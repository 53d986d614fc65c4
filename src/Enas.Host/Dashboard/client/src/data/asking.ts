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

/** The answers to several questions about one search, in their order. */
interface Together {
  answers: readonly { status: number; body: unknown }[];
}

interface Waiting {
  to: string;
  signal: AbortSignal;
  take: (said: Said<unknown>) => void;
}

/** What is asked again about a search at this moment, by the address of the search. */
const gathered = new Map<string, Waiting[]>();

/**
 * Asks again what was asked before. All that is asked again about a search at one moment is asked in one request, so that news cost the
 * browser and the server little, and all that they change is drawn at once. Where that fails each is asked by itself.
 */
export function askAgain<T>(to: string, signal: AbortSignal): Promise<Said<T>> {
  const search = searchOf(to);
  if (search === null) return ask<T>(to, signal);
  return new Promise(done => {
    const one: Waiting = { to, signal, take: said => done(said as Said<T>) };
    const others = gathered.get(search);
    if (others) others.push(one);
    else {
      gathered.set(search, [one]);
      window.setTimeout(() => void askGathered(search), 0);
    }
  });
}

/** The address of the search that a question is about; null for one about none. */
const searchOf = (to: string): string | null => /^.*?\/api\/v1\/searches\/[^/?]+/.exec(to)?.[0] ?? null;

const mostTogether = 16;

async function askGathered(search: string): Promise<void> {
  const waiting = (gathered.get(search) ?? []).filter(({ signal }) => !signal.aborted);
  gathered.delete(search);
  const questions = [...new Set(waiting.map(({ to }) => to))];
  const said = questions.length > 1 && questions.length <= mostTogether ? await ask<Together>(
    `${search}/together?${new URLSearchParams(questions.map(to => ['q', to.slice(search.length + 1)]))}`, new AbortController().signal) : null;
  const answers = said?.kind === 'data' ? new Map(said.data.answers.map((answer, at) => [questions[at], answer])) : null;
  for (const { to, signal, take } of waiting) {
    const answer = answers?.get(to);
    if (answer) take(saidBy(answer));
    else if (!signal.aborted) ask<unknown>(to, signal).then(take, () => {});
  }
}

const saidBy = ({ status, body }: Together['answers'][number]): Said<unknown> => status === 202 ? { kind: 'reading', reading: (body as Reading).reading }
  : status === 200 ? { kind: 'data', data: body } : { kind: 'problem', problem: body as Problem };

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

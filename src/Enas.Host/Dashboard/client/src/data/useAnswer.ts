import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem, ReadingProgress } from '../api';
import { ask, askAgain } from './asking';
import { useStore } from './store';
import { token } from './token';

/** What is known of a question by now. The last data stay until newer ones come. */
export interface Answer<T> {
  data: T | null;
  reading: ReadingProgress | null;
  problem: Problem | null;
  isAsking: boolean;
}

const againMs = 400;
const unreachableMs = 3000;

/**
 * Asks a question, and again for each new revision of what it is about. While a search is read the question is asked again until there is
 * an answer. Null asks nothing.
 */
export function useAnswer<T>(to: string | null, revision = 0): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ data: null, reading: null, problem: null, isAsking: to !== null });
  const last = useRef<T | null>(null);
  const answered = useRef<string | null>(null);
  const currentToken = useStore(token);
  useEffect(() => {
    if (to === null) return undefined;
    const ended = new AbortController();
    let timer = 0;
    const once = async () => {
      try {
        const said = await (answered.current === to ? askAgain<T>(to, ended.signal) : ask<T>(to, ended.signal));
        if (ended.signal.aborted) return;
        if (said.kind === 'data') {
          last.current = said.data;
          answered.current = to;
        }
        setAnswer({
          data: last.current,
          reading: said.kind === 'reading' ? said.reading : null,
          problem: said.kind === 'problem' ? said.problem : null,
          isAsking: said.kind === 'reading',
        });
        if (said.kind === 'reading') timer = window.setTimeout(once, againMs);
        else if (said.kind === 'problem' && said.problem.status === 0) timer = window.setTimeout(once, unreachableMs);
      } catch (fault) {
        if (!ended.signal.aborted) throw fault;
      }
    };
    // Who has an answer to it is not told that there may be a newer one.
    if (answered.current !== to) setAnswer(before => ({ ...before, isAsking: true }));
    void once();
    return () => {
      ended.abort();
      window.clearTimeout(timer);
    };
  }, [to, revision, currentToken]);
  return answer;
}

import { useEffect, useState } from 'preact/hooks';
import { question } from '../data/asking';
import { authorization } from '../data/token';
import { Copy } from '../parts/Copy';

/** The job file of a search as its own text. */
export function JobText({ search, isResolved }: { search: string; isResolved: boolean }) {
  const to = question(['searches', search, 'job'], isResolved ? { resolved: 1 } : {});
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    const ended = new AbortController();
    const load = async () => {
      const response = await fetch(to, { signal: ended.signal, headers: authorization() });
      setText(response.ok ? await response.text() : 'The job file could not be read.');
    };
    load().catch(() => { if (!ended.signal.aborted) setText('The server does not answer.'); });
    return () => ended.abort();
  }, [to]);
  return text === null ? <p class="empty" aria-busy="true">Loading …</p>
    : <div class="query"><Copy text={text} what="the job" /><pre tabIndex={0}>{text}</pre></div>;
}

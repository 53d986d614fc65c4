import { useEffect } from 'preact/hooks';
import { createStore, useStore } from '../data/store';
import { ago, dateAndTime } from '../text/format';

const everyMs = 5000;
const now = createStore(new Date());
let watchers = 0;
let timer = 0;

function tick(): void {
  if (!document.hidden) now.set(new Date());
}

/** How long ago something was, with the moment itself for who points at it. All of a page are counted on together. */
export function Age({ at }: { at: string | null }) {
  useEffect(() => {
    if (watchers++ === 0) timer = window.setInterval(tick, everyMs);
    tick();
    return () => { if (--watchers === 0) window.clearInterval(timer); };
  }, []);
  const current = useStore(now);
  if (at === null) return <>-</>;
  const moment = new Date(at);
  return <time dateTime={at} title={dateAndTime(moment)}>{ago(moment, current < moment && moment.getTime() - current.getTime() < everyMs ? moment : current)}</time>;
}

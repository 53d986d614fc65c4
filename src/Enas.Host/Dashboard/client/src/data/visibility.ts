/** Whether the page is in the browser's memory of pages that were left, from where back may bring it again. */
let isLeft = false;
addEventListener('pagehide', () => { isLeft = true; });
addEventListener('pageshow', () => { isLeft = false; });

const isSeen = () => !document.hidden && !isLeft;

/** Waits until somebody can see the page. */
export function untilSeen(signal: AbortSignal): Promise<void> {
  return new Promise(done => {
    const watched = new AbortController();
    const look = () => {
      if (!isSeen() && !signal.aborted) return;
      watched.abort();
      done();
    };
    document.addEventListener('visibilitychange', look, { signal: watched.signal });
    addEventListener('pageshow', look, { signal: watched.signal });
    signal.addEventListener('abort', look, { signal: watched.signal });
    look();
  });
}

/** Aborts when nobody sees the page any more. It is watched until `ended`. */
export function whileSeen(ended: AbortSignal): AbortSignal {
  const hidden = new AbortController();
  const signal = AbortSignal.any([hidden.signal, ended]);
  const look = () => { if (!isSeen()) hidden.abort(); };
  document.addEventListener('visibilitychange', look, { signal });
  addEventListener('pagehide', look, { signal });
  return hidden.signal;
}

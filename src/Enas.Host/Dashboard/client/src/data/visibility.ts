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

/** Aborts when nobody sees the page any more. */
export function whileSeen(): AbortSignal {
  const hidden = new AbortController();
  const look = () => { if (!isSeen()) hidden.abort(); };
  document.addEventListener('visibilitychange', look, { signal: hidden.signal });
  addEventListener('pagehide', look, { signal: hidden.signal });
  return hidden.signal;
}

import { useEffect, useState } from 'preact/hooks';
import { question } from '../data/asking';
import { useStore } from '../data/store';
import { authorization, token } from '../data/token';

/** The address of an architecture's drawing as `svg`, `dot` or `mermaid`. */
export const drawingAddress = (search: string, tokens: string, format: string, asFile = false): string =>
  question(['searches', search, 'architectures', `${tokens}.${format}`], asFile ? { download: 1 } : {});

/** An architecture as `enas draw` draws it. */
export function Drawing({ search, tokens, isSmall = false }: { search: string; tokens: string; isSmall?: boolean }) {
  const to = drawingAddress(search, tokens, 'svg');
  const source = useSource(to);
  const [failed, setFailed] = useState<string | null>(null);
  if (failed === to) return <p class="hint">It could not be drawn.</p>;
  return source === null ? null
    : <img class={isSmall ? 'drawing small' : 'drawing'} src={source} alt={`Drawing of the architecture ${tokens}`} onError={() => setFailed(to)} />;
}

// An image cannot send the token: with one, the picture is asked for by the script and given to the image as data.
function useSource(to: string): string | null {
  const isPlain = useStore(token) === null;
  const [data, setData] = useState<{ to: string; source: string } | null>(null);
  useEffect(() => {
    if (isPlain) return undefined;
    const ended = new AbortController();
    const load = async () => {
      const response = await fetch(to, { signal: ended.signal, headers: authorization() });
      const picture = response.ok ? await response.text() : '';
      setData({ to, source: `data:image/svg+xml,${encodeURIComponent(picture)}` });
    };
    load().catch(() => {});
    return () => ended.abort();
  }, [to, isPlain]);
  return isPlain ? to : data?.to === to ? data.source : null;
}

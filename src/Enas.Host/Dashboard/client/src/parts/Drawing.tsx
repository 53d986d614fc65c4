import { useEffect, useState } from 'preact/hooks';
import { question } from '../data/asking';
import { useStore } from '../data/store';
import { authorization, token } from '../data/token';

/** The address of an architecture's drawing as `svg`, `dot` or `mermaid`. */
export const drawingAddress = (search: string, tokens: string, format: string, asFile = false): string =>
  question(['searches', search, 'architectures', `${tokens}.${format}`], asFile ? { download: 1 } : {});

/** Letters of a drawing are 14 pixels high: it is made no smaller than this part of it, and moves in its box where there is no room. */
const leastScale = 0.7;

/** An architecture as `enas draw` draws it. */
export function Drawing({ search, tokens, isSmall = false, href, onWidth }: {
  search: string; tokens: string; isSmall?: boolean; href?: string;
  /** Told the width of the drawing as it is, in CSS pixels. */
  onWidth?: (width: number) => void;
}) {
  const to = drawingAddress(search, tokens, 'svg');
  const source = useSource(to);
  const [failed, setFailed] = useState<string | null>(null);
  const [width, setWidth] = useState(0);
  if (failed === to) return <p class="hint">It could not be drawn.</p>;
  if (source === null) return null;
  const onLoad = ({ currentTarget: { naturalWidth } }: { currentTarget: HTMLImageElement }) => {
    setWidth(naturalWidth);
    onWidth?.(naturalWidth);
  };
  const image = <img class={isSmall ? 'drawing small' : 'drawing'} src={source} alt={`Drawing of the architecture ${tokens}`}
    style={{ minWidth: isSmall ? '0' : `${leastScale * width}px` }} onLoad={onLoad} onError={() => setFailed(to)} />;
  if (isSmall) return image;
  return <div class="drawing-box" role="region" aria-label="Drawing" tabIndex={0}>{href === undefined ? image : <a href={href} class="drawn">{image}</a>}</div>;
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

import { useEffect, useState } from 'preact/hooks';
import { Drawing } from '../parts/Drawing';

export interface TipContent {
  /** Names and what is said of them. */
  lines: readonly (readonly [string, string])[];
  /** An architecture to draw when the pointer rests. */
  drawn?: { search: string; tokens: string } | null;
  hint?: string;
}

const restMs = 200;
const widest = 260;

/** What lies under the pointer, beside it. It is for the eye alone: the table of a chart has the same. */
export function Tip({ content, left, top, width }: { content: TipContent; left: number; top: number; width: number }) {
  const drawn = content.drawn ?? null;
  const [rested, setRested] = useState<string | null>(null);
  useEffect(() => {
    if (drawn === null) return undefined;
    const timer = window.setTimeout(() => setRested(drawn.tokens), restMs);
    return () => window.clearTimeout(timer);
  }, [drawn?.tokens]);
  const isLeft = left > width / 2;
  const x = isLeft ? Math.max(0, left - widest - 14) : Math.min(left + 14, Math.max(0, width - widest));
  return (
    <div class="tip" aria-hidden="true" style={{ left: `${x}px`, top: `${Math.max(0, top - 20)}px` }}>
      <dl>{content.lines.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      {drawn !== null && rested === drawn.tokens && <Drawing search={drawn.search} tokens={drawn.tokens} isSmall />}
      {content.hint && <p>{content.hint}</p>}
    </div>
  );
}

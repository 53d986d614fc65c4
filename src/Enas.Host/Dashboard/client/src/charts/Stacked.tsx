import { useRef } from 'preact/hooks';
import type { OperationBin } from '../api';
import { count, percent } from '../text/format';
import { ticks } from './ticks';
import { useWidth } from './useWidth';

const size = { height: 280, right: 10, bottom: 40, left: 46, top: 6 };

/** Shares that add up to one, stretch by stretch, each as wide: what is sampled in few of the steps is seen too. Each share says its name and figure to who points at it. */
export function Stacked({ names, bins, sentence, hrefOf }: {
  names: readonly string[]; bins: readonly OperationBin[]; sentence: string; hrefOf: (bin: OperationBin) => string;
}) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const last = bins.at(-1);
  if (!last) return null;
  const wide = (width - size.left - size.right) / bins.length;
  const x = (place: number) => size.left + place * wide;
  const y = (share: number) => size.top + (1 - share) * (size.height - size.top - size.bottom);
  return (
    <div ref={box}>
      <ul class="legend">{names.map((name, at) => <li key={name}><i class={`key block s${(at % 8) + 1} p${Math.floor(at / 8)}`} />{name} <b>{percent(last.shares[at] ?? 0)}</b></li>)}
        <li class="hint">{last.from === last.to ? `in step ${count(last.to)}` : `in steps ${count(last.from)} to ${count(last.to)}`}, the last stretch</li></ul>
      <svg class="stacked" width={width} height={size.height} role="group" aria-label={sentence}>
        {bins.map((bin, place) => <a key={bin.from} href={hrefOf(bin)} tabIndex={-1} aria-label={`steps ${count(bin.from)} to ${count(bin.to)}`}>
          {blocks(bin.shares).map(({ share, from }, at) => (
            <rect key={at} class={`s${(at % 8) + 1} p${Math.floor(at / 8)}`} x={x(place)} width={wide} y={y(from + share)} height={Math.max(0, y(from) - y(from + share))}>
              <title>{`${names[at]}: ${percent(share)}, steps ${count(bin.from)} to ${count(bin.to)}`}</title>
            </rect>))}
        </a>)}
        {[0, 0.25, 0.5, 0.75, 1].map(share => <text key={share} class="axis" x={size.left - 6} y={y(share) + 4} text-anchor="end">{100 * share} %</text>)}
        {ticks(0, bins.length - 1, width / 90).filter(Number.isInteger).map(place => <text key={place} class="axis" x={x(place)} y={size.height - size.bottom + 18}>{count(bins[place]?.from)}</text>)}
        <text class="axis" x={width / 2} y={size.height - 4} text-anchor="middle">from step; each stretch has about as many samples</text>
      </svg>
    </div>
  );
}

function blocks(shares: readonly number[]): { share: number; from: number }[] {
  let from = 0;
  return shares.map(share => {
    const block = { share, from };
    from += share;
    return block;
  });
}

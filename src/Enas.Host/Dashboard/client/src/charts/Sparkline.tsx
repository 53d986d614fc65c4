import { number } from '../text/format';

/** A line without axes, in a row of a table. */
export function Sparkline({ values }: { values: readonly (number | null)[] }) {
  const known = values.map((value, at) => ({ value, at })).filter((one): one is { value: number; at: number } => one.value !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last || known.length < 2) return <span class="hint">-</span>;
  const all = known.map(one => one.value);
  const [least, greatest] = [Math.min(...all), Math.max(...all)];
  const y = (value: number) => (greatest > least ? 20 - (18 * (value - least)) / (greatest - least) : 11);
  const points = known.map(({ value, at }) => `${(100 * at) / (values.length - 1)},${y(value).toFixed(1)}`).join(' ');
  return (
    <svg class="spark" viewBox="-2 0 104 22" preserveAspectRatio="none" role="img" aria-label={`average reward from ${number(first.value)} to ${number(last.value)}`}>
      <polyline points={points} />
    </svg>
  );
}

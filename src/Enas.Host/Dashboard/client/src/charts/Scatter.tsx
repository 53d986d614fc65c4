import { useRef, useState } from 'preact/hooks';
import { number } from '../text/format';
import { limits, ticks, tickWords } from './ticks';
import { Tip, type TipContent } from './Tip';
import { useWidth } from './useWidth';

export interface ScatterPoint {
  x: number;
  y: number;
  /** Place of its group: colour and shape. */
  group: number;
  href: string;
  tip: TipContent;
}

const margin = { left: 62, right: 14, top: 12, bottom: 44 };

/** Points over two axes; each is a link. Groups differ in shape and colour. */
export function Scatter({ points, groups, xTitle, yTitle, sentence, path = [], isXLogarithmic = false }: {
  points: readonly ScatterPoint[]; groups: readonly string[]; xTitle: string; yTitle: string; sentence: string;
  /** Places of points that a line joins. */
  path?: readonly number[]; isXLogarithmic?: boolean;
}) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const height = width > 700 ? 440 : 340;
  const [over, setOver] = useState<number | null>(null);
  const bend = isXLogarithmic ? Math.log10 : (value: number) => value;
  const [xLeast, xGreatest] = limits(points.map(point => bend(point.x)));
  const [yLeast, yGreatest] = limits(points.map(point => point.y));
  const x = (value: number) => margin.left + ((bend(value) - xLeast) / (xGreatest - xLeast)) * (width - margin.left - margin.right);
  const y = (value: number) => height - margin.bottom - ((value - yLeast) / (yGreatest - yLeast)) * (height - margin.top - margin.bottom);
  const yTicks = ticks(yLeast, yGreatest, height / 60);
  const xTicks = isXLogarithmic ? decades(xLeast, xGreatest) : ticks(xLeast, xGreatest, width / 110);
  const [xWords, yWords] = [isXLogarithmic ? xTicks.map(number) : tickWords(xTicks), tickWords(yTicks)];
  const shown = over === null ? undefined : points[over];
  return (
    <div class="plot" ref={box}>
      {groups.length > 1 && <ul class="legend" aria-hidden="true">{groups.map((group, at) =>
        <li key={group}><svg class="key" viewBox="-8 -8 16 16"><path class={`s${at + 1}`} d={shape(at, 6)} /></svg>{group}</li>)}</ul>}
      <svg class="scatter" width={width} height={height} role="group" aria-label={sentence} onMouseLeave={() => setOver(null)}>
        {xTicks.map((tick, at) => <g key={tick} class="tick">
          <line x1={x(tick)} x2={x(tick)} y1={margin.top} y2={height - margin.bottom} /><text x={x(tick)} y={height - margin.bottom + 16} text-anchor="middle">{xWords[at]}</text></g>)}
        {yTicks.map((tick, at) => <g key={tick} class="tick">
          <line x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} /><text x={margin.left - 6} y={y(tick) + 4} text-anchor="end">{yWords[at]}</text></g>)}
        <text class="axis" x={(margin.left + width - margin.right) / 2} y={height - 6} text-anchor="middle">{xTitle}</text>
        <text class="axis" transform={`translate(14 ${(margin.top + height - margin.bottom) / 2}) rotate(-90)`} text-anchor="middle">{yTitle}</text>
        {path.length > 1 && <polyline class="front" points={path.map(at => points[at]).filter(one => one !== undefined).map(one => `${x(one.x)},${y(one.y)}`).join(' ')} />}
        {points.map((point, at) => (
          <a key={at} href={point.href} tabIndex={-1} aria-label={point.tip.lines.map(line => line.join(' ')).join(', ')} onMouseEnter={() => setOver(at)}>
            <path class={`s${point.group + 1}`} transform={`translate(${x(point.x)} ${y(point.y)})`} d={shape(point.group, points.length > 400 ? 3.5 : 5)} />
          </a>
        ))}
      </svg>
      {shown && <Tip content={shown.tip} left={x(shown.x)} top={y(shown.y)} width={width} />}
    </div>
  );
}

function decades(least: number, greatest: number): number[] {
  const whole = Array.from({ length: Math.floor(greatest) - Math.ceil(least) + 1 }, (_, at) => 10 ** (Math.ceil(least) + at));
  return whole.length >= 2 ? whole : ticks(10 ** least, 10 ** greatest, 6).filter(tick => tick > 0);
}

/** The path of a group's shape around the origin. */
function shape(group: number, size: number): string {
  switch (group % 4) {
    case 0: return `M${-size} 0a${size} ${size} 0 1 0 ${2 * size} 0a${size} ${size} 0 1 0 ${-2 * size} 0z`;
    case 1: return `M0 ${-1.3 * size}L${1.3 * size} 0 0 ${1.3 * size} ${-1.3 * size} 0z`;
    case 2: return `M${-size} ${-size}h${2 * size}v${2 * size}h${-2 * size}z`;
    default: return `M0 ${-1.2 * size}L${1.2 * size} ${size}H${-1.2 * size}z`;
  }
}

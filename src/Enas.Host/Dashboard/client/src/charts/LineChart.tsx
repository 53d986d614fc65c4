import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { useStore } from '../data/store';
import { colours } from '../shell/theme';
import { colour, seriesColours } from './palette';
import { tickWords } from './ticks';
import { Tip, type TipContent } from './Tip';

export interface Line {
  name: string;
  values: readonly (number | null)[];
  /** Place of its colour in the palette. */
  colour: number;
  look: 'line' | 'step' | 'points' | 'dashed' | 'edge';
}

export interface VerticalMark {
  x: number;
  words: string;
}

export interface LineChartContent {
  x: readonly number[];
  xTitle: string;
  yTitle: string;
  lines: readonly Line[];
  /** Pairs of places of lines between which the ground is tinted, in the colour of the first. */
  bands: readonly (readonly [number, number])[];
  /** A horizontal band over the whole width. */
  band?: { low: number; high: number; colour: number } | null;
  marks: readonly VerticalMark[];
  /** Whether a single line is named too: where its title does not say what it is of. */
  isNamed?: boolean;
  /** What a reader who sees no picture is told. */
  sentence: string;
}

// More points than that are squares.
const mostCircles = 200;

const plain = 260;
const tall = 360;

export interface LineChartProps {
  content: LineChartContent;
  isTall?: boolean;
  onZoom?: (from: number, to: number) => void;
  tipOf: (place: number) => TipContent;
  onOpen?: (place: number) => void;
}

/** Lines over one axis. Dragging zooms; a click on a point opens what it is of. */
export function LineChart({ content, isTall = false, onZoom, tipOf, onOpen }: LineChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const [under, setUnder] = useState<Under | null>(null);
  const shown = useRef<Under | null>(null);
  const theme = useStore(colours);
  const latest = useRef({ content, onZoom, onOpen });
  latest.current = { content, onZoom, onOpen };
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const size = () => ({ width: Math.max(200, element.clientWidth), height: isTall && element.clientWidth > 500 ? tall : plain });
    const made = new uPlot({
      ...options(() => latest.current.content, size()),
      hooks: {
        drawClear: [self => drawBand(self, latest.current.content)],
        draw: [self => drawMarks(self, latest.current.content)],
        setCursor: [self => {
          shown.current = underPointer(self, latest.current.content);
          setUnder(shown.current);
        }],
        setSelect: [self => {
          if (self.select.width < 5) return;
          const [from, to] = [self.posToVal(self.select.left, 'x'), self.posToVal(self.select.left + self.select.width, 'x')];
          self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          latest.current.onZoom?.(from, to);
        }],
      },
    }, aligned(content), element);
    chart.current = made;
    // A click is no drag: what lies under the pointer is opened.
    let downAt = 0;
    made.over.addEventListener('mousedown', event => { downAt = event.clientX; });
    made.over.addEventListener('click', event => {
      if (Math.abs(event.clientX - downAt) < 5 && shown.current !== null) latest.current.onOpen?.(shown.current.place);
    });
    const observer = new ResizeObserver(() => made.setSize(size()));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [shapeOf(content), theme, isTall]);
  // News change the values and leave the chart: what the pointer is at, or a stretch that is being chosen, stays. They are drawn with the
  // rest of the page that they change, and not in a frame of their own.
  useLayoutEffect(() => {
    chart.current?.setData(aligned(content));
  }, [content]);
  return (
    <div class="plot">
      <Legend content={content} />
      <div class="field">
        <div ref={box} role="img" aria-label={content.sentence} class={onOpen ? 'canvas opens' : 'canvas'} />
        {under?.isPoint && <i class="dot" style={{ left: `${under.left}px`, top: `${under.top}px` }} />}
        {under && <Tip content={tipOf(under.place)} left={under.left} top={under.top} width={under.width} />}
      </div>
    </div>
  );
}

/** What the pointer is at, in CSS pixels of the chart. */
interface Under {
  place: number;
  left: number;
  top: number;
  width: number;
  isPoint: boolean;
}

const nearPx = 30;

/** The point that is nearest to the pointer, or else the place of the axis below it: many points may share one place. */
function underPointer(self: uPlot, { lines, x }: LineChartContent): Under | null {
  const { idx, left, top } = self.cursor;
  if (idx === null || idx === undefined || left === undefined || top === undefined || left < 0) return null;
  const [insetLeft, insetTop] = [self.bbox.left / devicePixelRatio, self.bbox.top / devicePixelRatio];
  const points = lines.find(line => line.look === 'points');
  let [nearest, best] = [-1, nearPx ** 2];
  points?.values.forEach((value, at) => {
    if (value === null) return;
    const distance = (self.valToPos(x[at] ?? 0, 'x') - left) ** 2 + (self.valToPos(value, 'y') - top) ** 2;
    if (distance < best) [nearest, best] = [at, distance];
  });
  if (nearest < 0) return { place: idx, left: left + insetLeft, top: top + insetTop, width: self.width, isPoint: false };
  const value = points?.values[nearest] ?? 0;
  return { place: nearest, left: self.valToPos(x[nearest] ?? 0, 'x') + insetLeft, top: self.valToPos(value, 'y') + insetTop, width: self.width, isPoint: true };
}

function Legend({ content }: { content: LineChartContent }) {
  const shown = content.lines.filter(line => line.look !== 'edge');
  const isNeeded = content.isNamed || shown.length + (content.band ? 1 : 0) + content.bands.length > 1;
  if (!isNeeded) return null;
  return (
    <ul class="legend" aria-hidden="true">
      {shown.map(line => <li key={line.name}><i class={`key ${line.look} s${line.colour + 1}`} />{line.name}</li>)}
      {content.bands.map(([first]) => <li key={first}><i class={`key area s${(content.lines[first]?.colour ?? 0) + 1}`} />{content.lines[first]?.name}</li>)}
      {content.band && <li><i class={`key area s${content.band.colour + 1}`} />random, one standard deviation</li>}
    </ul>
  );
}

/** What a chart is made of beside its values. */
const shapeOf = ({ lines, bands, xTitle, yTitle }: LineChartContent) =>
  JSON.stringify([xTitle, yTitle, bands, lines.map(line => [line.name, line.look, line.colour, line.values.length <= 12, line.values.length <= mostCircles])]);

const aligned = (content: LineChartContent): uPlot.AlignedData => [[...content.x], ...content.lines.map(line => [...line.values])];

function options(now: () => LineChartContent, size: { width: number; height: number }): uPlot.Options {
  const content = now();
  const quiet = colour('--quiet');
  const grid = { stroke: colour('--grid'), width: 1 };
  const axis = { stroke: quiet, grid, ticks: { show: false }, font: '12px system-ui, sans-serif', labelFont: '12px system-ui, sans-serif' };
  return {
    ...size,
    legend: { show: false },
    cursor: { points: { show: false }, y: false, drag: { x: true, y: false, setScale: false } },
    scales: { x: { time: false, range: (_, least, greatest) => xRange(least, greatest) }, y: { range: (_, least, greatest) => yRange(now(), least, greatest) } },
    axes: [
      { ...axis, ...(content.x.every(Number.isInteger) ? { incrs: wholeSteps } : {}), size: 24, space: 70, label: content.xTitle, labelSize: 18, gap: 3, values: (_, splits) => tickWords(splits) },
      { ...axis, size: 52, space: 36, label: content.yTitle, labelSize: 18, values: (_, splits) => tickWords(splits) },
    ],
    series: [{}, ...content.lines.map(line => series(line))],
    bands: content.bands.map(([low, high]) => ({
      series: [high + 1, low + 1] as [number, number], fill: colour(seriesColours[(content.lines[low]?.colour ?? 0) % 8] ?? '--c1', 0.18),
    })),
  };
}

// Steps and epochs are counted: no tick stands between two.
const wholeSteps = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map(factor => factor * 10 ** power)).flat();

const xRange = (least: number | null, greatest: number | null): [number, number] =>
  least === null || greatest === null ? [0, 1] : least === greatest ? [least - 1, greatest + 1]
    : [least - 0.01 * (greatest - least), greatest + 0.01 * (greatest - least)];

function yRange(content: LineChartContent, least: number | null, greatest: number | null): [number, number] {
  const low = Math.min(least ?? Infinity, content.band?.low ?? Infinity);
  const high = Math.max(greatest ?? -Infinity, content.band?.high ?? -Infinity);
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  // What moves by less than a thousandth is drawn as what stands still: no axis needs nine digits.
  const margin = Math.max(0.06 * (high - low), high - low > 1e-3 * Math.abs(low) ? 0 : Math.max(Math.abs(low) * 0.02, 0.01));
  // Values that are never below nothing get no axis that is, and shares none beyond the whole.
  const isShare = content.yTitle.startsWith('%') && high <= 100;
  const top = isShare ? Math.min(100 + 0.02 * margin, high + margin) : high + margin;
  return [low >= 0 ? Math.max(0, low - margin) : low - margin, top];
}

function series(line: Line): uPlot.Series {
  const stroke = colour(seriesColours[line.colour % 8] ?? '--c1', line.look === 'points' ? 0.8 : 1);
  const isFew = line.values.length <= mostCircles;
  switch (line.look) {
    case 'points':
      return { stroke, paths: () => null, points: { show: true, size: isFew ? 6 : 4, fill: stroke, width: 0, ...(isFew ? {} : { paths: squares }) } };
    case 'edge':
      return { stroke: 'transparent', points: { show: false } };
    default: {
      const stepped = line.look === 'step' ? uPlot.paths.stepped?.({ align: 1 }) : undefined;
      return {
        stroke, width: 2, spanGaps: true, points: { show: line.look === 'line' && line.values.length <= 12, size: 6, fill: stroke },
        ...(stepped ? { paths: stepped } : {}), ...(line.look === 'dashed' ? { dash: [6, 5] } : {}),
      };
    }
  }
}

// Many small points: circles take several times as long to draw and look the same.
const squares: uPlot.Series.Points.PathBuilder = (self, place, first, last) => {
  const fill = new Path2D();
  const side = 4 * devicePixelRatio;
  const values = self.data[place] ?? [];
  for (let at = first; at <= last; at++) {
    const value = values[at];
    if (value === null || value === undefined) continue;
    fill.rect(self.valToPos(self.data[0][at] ?? 0, 'x', true) - side / 2, self.valToPos(value, 'y', true) - side / 2, side, side);
  }
  return { stroke: null, fill, clip: null, flags: 1 };
};

function drawBand(self: uPlot, { band }: LineChartContent): void {
  if (!band) return;
  const { left, width } = self.bbox;
  const [top, bottom] = [self.valToPos(band.high, 'y', true), self.valToPos(band.low, 'y', true)];
  self.ctx.save();
  self.ctx.fillStyle = colour(seriesColours[band.colour % 8] ?? '--c4', 0.16);
  self.ctx.fillRect(left, top, width, bottom - top);
  self.ctx.restore();
}

function drawMarks(self: uPlot, { marks, x }: LineChartContent): void {
  if (marks.length === 0 || x.length === 0) return;
  const { left, top, width, height } = self.bbox;
  const { ctx } = self;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = colour('--warn');
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
  for (const mark of marks) {
    const at = self.valToPos(mark.x, 'x', true);
    if (at < left - 1 || at > left + width + 1) continue;
    ctx.beginPath();
    ctx.moveTo(at, top);
    ctx.lineTo(at, top + height);
    ctx.stroke();
    const size = 4 * devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(at - size, top);
    ctx.lineTo(at + size, top);
    ctx.lineTo(at, top + 1.6 * size);
    ctx.fill();
  }
  ctx.restore();
}

import { useMemo, useRef } from 'preact/hooks';
import type { Mark, Series } from '../api';
import { asCsv, question } from '../data/asking';
import { useRevision } from '../data/events';
import { useAnswer } from '../data/useAnswer';
import { ProblemBox } from '../parts/Problem';
import { address, go, setParameters, usePlace } from '../shell/router';
import { count, counted, number, shortened } from '../text/format';
import { Frame, useSeenRevision, useSight, type FrameTable } from './Frame';
import type { Line, LineChartContent } from './LineChart';
import { LineChart } from './Lines';
import type { TipContent } from './Tip';

// One for two pixels of the widest chart; the least and the greatest of each stretch are kept.
const mostPoints = 400;
const xTitles: Record<string, string> = { step: 'step', samples: 'samples', seconds: 'seconds of writing' };

/** A series of a search: asked for when it comes near the view, again when it is in view and the search has news, finer when a stretch is chosen. */
export function SeriesChart({ search, name, title, marks = [], isWide = false }: {
  search: string; name: string; title: string; marks?: readonly Mark[]; isWide?: boolean;
}) {
  const { query } = usePlace();
  const sight = useSight();
  const revision = useSeenRevision(useRevision(search), sight.isInView);
  const x = query.get('x') ?? 'step';
  const [from, to] = [query.get('from') ?? '', query.get('to') ?? ''];
  const asked = question(['searches', search, 'series', name], { x, from, to, points: mostPoints });
  const { data, problem } = useAnswer<Series>(sight.wasNear ? asked : null, revision);
  return (
    <Frame id={name} title={data?.title ?? title} note={data && data.x.length > 0 ? data.note : ''} csv={asCsv(asked)} query={data?.query ?? null} isWide={isWide} sight={sight}
      table={data && data.x.length > 0 ? () => tableOf(search, data) : null}
      tools={from !== '' && <button type="button" class="small" onClick={() => setParameters({ from: '', to: '' })}>show all</button>}>
      {problem && !data && <ProblemBox problem={problem} />}
      {data && (data.x.length > 0 ? <Drawn search={search} series={data} marks={marks} isTall={isWide} />
        : <p class="empty">{data.note === '' ? 'There are no values yet.' : data.note}</p>)}
      {!data && !problem && <div class="canvas waiting" aria-busy={sight.wasNear} />}
    </Frame>
  );
}

function Drawn({ search, series, marks: given, isTall }: { search: string; series: Series; marks: readonly Mark[]; isTall: boolean }) {
  const marks = useSame(given);
  const content = useMemo(() => contentOf(series, marks), [series, marks]);
  const open = (place: number) => {
    const tokens = series.architectures[place];
    if (tokens !== undefined && tokens !== '') go(address(['s', search, 'a', tokens]));
  };
  const zoom = (from: number, to: number) => setParameters({ from: String(Math.floor(from)), to: String(Math.ceil(to)) });
  return <LineChart content={content} isTall={isTall} onZoom={zoom} tipOf={place => tipOf(search, series, place)} {...(series.architectures.length > 0 ? { onOpen: open } : {})} />;
}

// What comes anew with each answer and says the same is the same: a chart is drawn again for what is another one.
function useSame<T>(value: T): T {
  const same = useRef(value);
  if (JSON.stringify(same.current) !== JSON.stringify(value)) same.current = value;
  return same.current;
}

/** Lines of a series: its points where there are few, else the band from the least to the greatest; its average; the best so far. */
function contentOf(series: Series, marks: readonly Mark[]): LineChartContent {
  const isEach = series.x.length >= series.count - series.notFinite;
  const hasAverage = series.average.length > 0;
  const lines: Line[] = [];
  const bands: [number, number][] = [];
  if (isEach) {
    lines.push({ name: series.name === 'reward' ? 'reward' : 'value', values: series.max, colour: 0, look: hasAverage ? 'points' : 'line' });
  } else {
    bands.push([lines.length, lines.length + 1]);
    lines.push({ name: 'least to greatest', values: series.min, colour: 0, look: 'edge' }, { name: 'greatest', values: series.max, colour: 0, look: 'edge' });
  }
  if (hasAverage) lines.push({ name: 'moving average', values: series.average, colour: 1, look: 'line' });
  if (series.best.length > 0) lines.push({ name: 'best so far', values: series.best, colour: 2, look: 'step' });
  const { random } = series;
  if (random) lines.push({ name: 'best random', values: series.x.map(() => random.best), colour: 3, look: 'dashed' });
  return {
    x: series.x, xTitle: xTitles[series.of] ?? series.of, yTitle: series.unit, lines, bands,
    band: random ? { low: random.mean - random.deviation, high: random.mean + random.deviation, colour: 3 } : null,
    marks: series.of === 'step' ? marks.filter(mark => isWithin(series, mark)).map(mark => ({ x: mark.step, words: mark.words })) : [],
    sentence: sentenceOf(series),
  };
}

const isWithin = (series: Series, mark: Mark) => mark.step >= (series.x[0] ?? 0) && mark.step <= (series.x.at(-1) ?? 0);

function sentenceOf(series: Series): string {
  const average = series.average.length > 0 ? series.average : series.max;
  const known = average.filter((value): value is number => value !== null);
  const [first, last] = [known[0], known.at(-1)];
  const course = first === undefined || last === undefined ? 'no values'
    : `${series.average.length > 0 ? 'the average' : 'it'} goes from ${number(first)} to ${number(last)}`;
  const best = series.best.at(-1);
  return `${series.title}, ${counted(series.count, 'value')}: ${course}${best === null || best === undefined ? '' : `, the best is ${number(best)}`}.`;
}

function tipOf(search: string, series: Series, place: number): TipContent {
  const [least, greatest, tokens] = [series.min[place] ?? null, series.max[place] ?? null, series.architectures[place]];
  const lines: [string, string][] = [['step', count(series.steps[place])]];
  if (series.of !== 'step') lines.push([series.of, number(series.x[place])]);
  lines.push([least === greatest ? series.name : 'least to greatest', least === greatest ? number(greatest) : `${number(least)} to ${number(greatest)}`]);
  if (series.average[place] !== undefined) lines.push(['average', number(series.average[place])]);
  if (series.best[place] !== undefined) lines.push(['best so far', number(series.best[place])]);
  if (tokens === undefined || tokens === '') return { lines };
  lines.push(['architecture', shortened(tokens, 40)]);
  return { lines, drawn: { search, tokens }, hint: 'Click to open the architecture.' };
}

function tableOf(search: string, series: Series): FrameTable {
  const hasAverage = series.average.length > 0;
  const hasArchitecture = series.architectures.length > 0;
  return {
    head: [...(series.of === 'step' ? [] : [series.of]), 'step', 'least', 'greatest', ...(hasAverage ? ['average'] : []),
      ...(series.best.length > 0 ? ['best so far'] : []), ...(hasArchitecture ? ['architecture'] : [])],
    rows: series.x.map((x, at) => [
      ...(series.of === 'step' ? [] : [number(x)]), count(series.steps[at]), number(series.min[at]), number(series.max[at]),
      ...(hasAverage ? [number(series.average[at])] : []), ...(series.best.length > 0 ? [number(series.best[at])] : []),
      ...(hasArchitecture ? [<a href={address(['s', search, 'a', series.architectures[at] ?? ''])}>{shortened(series.architectures[at] ?? '', 40)}</a>] : []),
    ]),
  };
}

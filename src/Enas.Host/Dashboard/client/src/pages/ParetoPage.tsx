import type { Overview, Pareto } from '../api';
import { Frame } from '../charts/Frame';
import { Scatter } from '../charts/Scatter';
import { asCsv, question } from '../data/asking';
import { useRevision } from '../data/events';
import { useAnswer } from '../data/useAnswer';
import { Shown } from '../parts/Problem';
import { address } from '../shell/router';
import { costTitle, costValue } from '../text/costs';
import { count, counted, number, shortened } from '../text/format';

/** What architectures are worth beside what they cost. */
export function ParetoPage({ overview }: { overview: Overview }) {
  const asked = question(['searches', overview.id, 'pareto']);
  const answer = useAnswer<Pareto>(asked, useRevision(overview.id));
  return <Shown answer={answer}>{pareto => <Front overview={overview} pareto={pareto} csv={asCsv(asked)} />}</Shown>;
}

function Front({ overview, pareto, csv }: { overview: Overview; pareto: Pareto; csv: string }) {
  const cost = pareto.cost === null ? 'cost' : costTitle(pareto.cost);
  const shown = (value: number) => costValue(pareto.cost, value) ?? 0;
  const page = (tokens: string) => address(['s', overview.id, 'a', tokens]);
  const onFront = pareto.points.map((point, at) => ({ point, at })).filter(one => one.point.isOnFront).toSorted((one, other) => one.point.cost - other.point.cost);
  const costs = pareto.points.map(point => point.cost);
  const isWide = costs.length > 0 && Math.min(...costs) > 0 && Math.max(...costs) > 20 * Math.min(...costs);
  return (
    <>
      {pareto.words && <p class="verdict">{pareto.words}</p>}
      <Frame id="pareto" title="Reward beside cost" note={pareto.points.length > 0 ? pareto.note : ''} csv={csv} isWide
        table={pareto.points.length > 0 ? () => ({
          head: ['architecture', cost, 'reward', 'on the front'],
          rows: [...onFront.map(one => one.point), ...pareto.points.filter(point => !point.isOnFront)].map(point =>
            [<a href={page(point.tokens)}>{shortened(point.tokens, 50)}</a>, number(shown(point.cost)), number(point.reward), point.isOnFront ? 'yes' : '']),
        }) : null}>
        {pareto.points.length === 0 ? <p class="empty">{pareto.note || 'No architecture has both a reward and a cost.'}</p>
          : <Scatter groups={['dominated', 'on the front']} xTitle={cost} yTitle="reward" isXLogarithmic={isWide} path={onFront.map(one => one.at)}
            sentence={`${counted(pareto.points.length, 'architecture')} of ${count(pareto.total)}, ${onFront.length} on the front.`}
            points={pareto.points.map(point => ({
              x: shown(point.cost), y: point.reward, group: point.isOnFront ? 1 : 0, href: page(point.tokens),
              tip: { lines: [[cost, number(shown(point.cost))], ['reward', number(point.reward)], ['architecture', shortened(point.tokens, 40)]],
                drawn: { search: overview.id, tokens: point.tokens }, hint: 'Click to open the architecture.' },
            }))} />}
      </Frame>
    </>
  );
}

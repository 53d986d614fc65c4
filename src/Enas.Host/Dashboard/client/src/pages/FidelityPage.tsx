import type { Correlation, Fidelity, Overview } from '../api';
import { Frame } from '../charts/Frame';
import { Scatter } from '../charts/Scatter';
import { asCsv, question } from '../data/asking';
import { useRevision } from '../data/events';
import { useAnswer } from '../data/useAnswer';
import { Commands } from '../parts/Copy';
import { Shown } from '../parts/Problem';
import { Tiles } from '../parts/Tiles';
import { address } from '../shell/router';
import { count, number, shortened } from '../text/format';

/** Whether what a search says of architectures is what they are worth when each is trained alone. */
export function FidelityPage({ overview }: { overview: Overview }) {
  const asked = question(['searches', overview.id, 'fidelity']);
  const answer = useAnswer<Fidelity>(asked, useRevision(overview.id));
  return <Shown answer={answer}>{fidelity => <Ranked overview={overview} fidelity={fidelity} csv={asCsv(asked)} />}</Shown>;
}

const between = ({ low, high }: Correlation) => (low === null || high === null ? null : `95 %: ${number(low)} to ${number(high)}`);

function Ranked({ overview, fidelity, csv }: { overview: Overview; fidelity: Fidelity; csv: string }) {
  const groups = [...new Set(fidelity.points.map(point => point.from))];
  const page = (tokens: string) => address(['s', overview.id, 'a', tokens]);
  return (
    <>
      {fidelity.kendall.value !== null && <Tiles tiles={[
        { label: 'tau of Kendall', value: number(fidelity.kendall.value), more: between(fidelity.kendall) },
        { label: 'rho of Spearman', value: number(fidelity.spearman.value), more: between(fidelity.spearman) },
        { label: 'random architectures', value: count(fidelity.count), more: 'that were trained alone' },
      ]} />}
      {fidelity.words.map(words => <p key={words}>{words}</p>)}
      <Frame id="fidelity" title="Score in the search beside score alone" note={fidelity.points.length > 0 ? fidelity.note : ''} csv={csv} isWide
        table={fidelity.points.length > 0 ? () => ({
          head: ['architecture', 'from', fidelity.x, fidelity.y],
          rows: fidelity.points.map(point => [<a href={page(point.tokens)}>{shortened(point.tokens, 50)}</a>, point.from, number(point.shared), number(point.alone)]),
        }) : null}>
        {fidelity.points.length === 0 ? <p class="empty">{fidelity.note || 'No architecture was trained alone yet.'}</p>
          : <Scatter groups={groups} xTitle={fidelity.x} yTitle={fidelity.y}
            sentence={`${count(fidelity.points.length)} architectures by ${fidelity.x} and ${fidelity.y}.`}
            points={fidelity.points.map(point => ({
              x: point.shared, y: point.alone, group: groups.indexOf(point.from), href: page(point.tokens),
              tip: { lines: [['from', point.from], [fidelity.x, number(point.shared)], [fidelity.y, number(point.alone)], ['architecture', shortened(point.tokens, 40)]],
                drawn: { search: overview.id, tokens: point.tokens }, hint: 'Click to open the architecture.' },
            }))} />}
      </Frame>
      <Commands commands={fidelity.commands} />
    </>
  );
}

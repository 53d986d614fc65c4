import { useMemo } from 'preact/hooks';
import type { CompareChart, Comparison, TextTable } from '../api';
import { Frame } from '../charts/Frame';
import type { Line } from '../charts/LineChart';
import { LineChart } from '../charts/Lines';
import { colourClass } from '../charts/palette';
import { asCsv, question } from '../data/asking';
import { useRevisions } from '../data/events';
import { useAnswer } from '../data/useAnswer';
import { Badge } from '../parts/Badge';
import { Shown } from '../parts/Problem';
import { address, setParameters, useParameter, usePlace } from '../shell/router';
import { counted, number } from '../text/format';
import { Scroll } from '../parts/Scroll';
import { XChoice } from './OverviewPage';

/** Several searches side by side; seeds of one job together as their mean. */
export function ComparePage() {
  const ids = usePlace().query.getAll('s');
  const x = useParameter('x', 'step');
  const to = `${question(['compare'], { x })}&${new URLSearchParams(ids.map(id => ['s', id]))}`;
  const answer = useAnswer<Comparison>(ids.length >= 2 ? to : null, useRevisions(ids));
  if (ids.length < 2) {
    return <><h1>Compare</h1><p class="empty">Tick two or more searches on <a href={address([])}>the page of searches</a> to compare them.</p></>;
  }
  return <Shown answer={answer}>{comparison => <Compared comparison={comparison} to={to} />}</Shown>;
}

function Compared({ comparison, to }: { comparison: Comparison; to: string }) {
  return (
    <>
      <h1>{comparison.title}</h1>
      <p class="lead">{comparison.subtitle}</p>
      <ul class="remarks">{comparison.remarks.map(remark => <li key={remark}>{remark}</li>)}</ul>
      <ul class="searches">{comparison.searches.map(one => <li key={one.id}><i class={`key block ${colourClass(one.group)}`} /> <a href={address(['s', one.id])}>{one.name}</a> <Badge status={one.status} />
        <button type="button" class="quiet small" aria-label={`take out ${one.name}`} onClick={() => leaveOut(one.id)}>take out</button></li>)}</ul>
      <XChoice canZoom={false} />
      <div class="charts">{comparison.charts.map(chart => <Curves key={chart.id} chart={chart} of={comparison.of} groups={comparison.groups} to={to} />)}</div>
      {comparison.tables.map(table => <Text key={table.title} table={table} />)}
      <Text table={comparison.differences} />
    </>
  );
}

function leaveOut(id: string): void {
  const query = new URLSearchParams(location.search);
  query.delete('s', id);
  history.replaceState(null, '', `${location.pathname}?${query}`);
  setParameters({}, 'replace');
}

function Curves({ chart, of, groups, to }: { chart: CompareChart; of: string; groups: string[]; to: string }) {
  const content = useMemo(() => joined(chart, of, groups), [chart, of, groups]);
  return (
    <Frame id={chart.id} title={chart.title} note={chart.note} csv={asCsv(`${to}&chart=${encodeURIComponent(chart.id)}`)}
      table={content.x.length > 0 ? () => ({ head: [of, ...chart.curves.map(curve => curve.name)],
        rows: content.x.map((x, at) => [number(x), ...content.means.map(line => number(content.lines[line]?.values[at]))]) }) : null}>
      {content.x.length === 0 ? <p class="empty">{chart.note || 'None of them has values here yet.'}</p>
        : <LineChart content={content} tipOf={place => ({
          lines: [[of, number(content.x[place])], ...content.means.map(at => [content.lines[at]?.name ?? '', number(content.lines[at]?.values[place])] as [string, string])],
        })} />}
    </Frame>
  );
}

/** Curves over one axis: each has its own places, so where one has no value there is a gap that the line spans. A search has one colour in all charts. */
function joined(chart: CompareChart, of: string, groups: string[]) {
  const x = [...new Set(chart.curves.flatMap(curve => curve.x))].toSorted((one, other) => one - other);
  const place = new Map(x.map((value, at) => [value, at]));
  const spread = (curve: { x: number[] }, values: readonly (number | null)[]) => {
    const all: (number | null)[] = x.map(() => null);
    curve.x.forEach((value, at) => { all[place.get(value) ?? 0] = values[at] ?? null; });
    return all;
  };
  const lines: Line[] = [];
  const bands: [number, number][] = [];
  const means: number[] = [];
  chart.curves.forEach((curve, at) => {
    const colour = groups.includes(curve.name) ? groups.indexOf(curve.name) : at;
    if (curve.low.length > 0) {
      bands.push([lines.length, lines.length + 1]);
      lines.push({ name: `${curve.name}, one standard deviation`, values: spread(curve, curve.low), colour: colour % 8, look: 'edge' },
        { name: curve.name, values: spread(curve, curve.high), colour: colour % 8, look: 'edge' });
    }
    means.push(lines.length);
    lines.push({ name: curve.name, values: spread(curve, curve.mean), colour: colour % 8, look: chart.id.includes('best') ? 'step' : colour % 2 === 0 ? 'line' : 'dashed' });
  });
  return {
    x, xTitle: of, yTitle: chart.unit, lines, bands, marks: [], means, isNamed: true,
    sentence: `${chart.title}: ${counted(chart.curves.length, 'curve')}. ${chart.curves.map(curve => `${curve.name} ends at ${number(curve.mean.at(-1))}`).join(', ')}.`,
  };
}

const Text = ({ table }: { table: TextTable }) => (
  <section>
    <h2>{table.title}</h2>
    {table.rows.length === 0 ? <p class="empty left">There are none.</p>
      : <Scroll label={table.title}><table>
        <thead><tr>{table.head.map((one, at) => <th scope="col" key={at}>{one}</th>)}</tr></thead>
        <tbody>{table.rows.map((row, at) => <tr key={at}>{row.map((cell, place) => place === 0 ? <th scope="row" key={place}>{cell}</th> : <td key={place} class={cell.length > 40 ? 'words' : undefined}>{cell}</td>)}</tr>)}</tbody>
      </table></Scroll>}
  </section>
);

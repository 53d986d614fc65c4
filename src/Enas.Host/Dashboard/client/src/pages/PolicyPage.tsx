import { useMemo } from 'preact/hooks';
import type { Operations, Overview, PolicyWindow } from '../api';
import { Frame } from '../charts/Frame';
import { SeriesChart } from '../charts/SeriesChart';
import { Stacked } from '../charts/Stacked';
import { asCsv, question } from '../data/asking';
import { useRevision } from '../data/events';
import { useAnswer } from '../data/useAnswer';
import { Heat, heatTables } from '../parts/Heat';
import { Shown } from '../parts/Problem';
import { address, setParameters, useParameter } from '../shell/router';
import { count, counted, percent } from '../text/format';
import { XChoice } from './OverviewPage';

const bins = 60;
const titles: Record<string, string> = { baseline: 'Baseline', advantage: 'Advantage, mean of a step', rate: 'Learning rate of the shared weights', 'policy-rate': 'Learning rate of the policy', skips: 'Skips' };

/** What a policy sampled, over the whole search and at one step. */
export function PolicyPage({ overview }: { overview: Overview }) {
  return (
    <>
      <OperationsOverTime overview={overview} />
      <PolicyAtStep overview={overview} />
      <XChoice />
      <div class="charts">
        {['entropy', ...Object.keys(titles)].filter(name => overview.series.includes(name)).map(name =>
          <SeriesChart key={name} search={overview.id} name={name} title={titles[name] ?? 'Entropy of the policy'} marks={overview.marks} />)}
      </div>
    </>
  );
}

function OperationsOverTime({ overview }: { overview: Overview }) {
  const asked = question(['searches', overview.id, 'operations'], { bins });
  const answer = useAnswer<Operations>(asked, useRevision(overview.id));
  const { data } = answer;
  const sentence = useMemo(() => {
    const last = data?.bins.at(-1);
    return last === undefined ? 'No shares.' : `In the last stretch: ${data?.operations.map((name, at) => `${name} ${percent(last.shares[at] ?? 0)}`).join(', ')}.`;
  }, [data]);
  return (
    <Frame id="operations" title="Operations over time" note={data && data.bins.length === 0 ? '' : data?.note || 'Share of each operation among all that were sampled, by stretches of the search. The figures are of the last stretch.'}
      csv={asCsv(asked)} query={data?.query ?? null} isWide
      table={data && data.bins.length > 0 ? () => ({
        head: ['steps', ...data.operations], rows: data.bins.map(bin => [`${count(bin.from)} to ${count(bin.to)}`, ...bin.shares.map(share => percent(share))]),
      }) : null}>
      <Shown answer={answer}>{operations => operations.bins.length === 0 ? <p class="empty">{operations.note || 'No architecture was sampled yet.'}</p>
        : <Stacked names={operations.operations} bins={operations.bins} sentence={sentence} hrefOf={bin => address(['s', overview.id, 'policy'], { step: String(bin.to) })} />}
      </Shown>
    </Frame>
  );
}

const windows = [50, 200, 1000];

function PolicyAtStep({ overview }: { overview: Overview }) {
  const step = useParameter('step');
  const window = useParameter('window', '200');
  const asked = question(['searches', overview.id, 'policy'], { step, window });
  const answer = useAnswer<PolicyWindow>(asked, useRevision(overview.id));
  const { data } = answer;
  return (
    <Frame id="heat" title="What each decision samples" csv={asCsv(asked)} query={data?.query ?? null} isWide table={null}
      note={data && data.count > 0 ? `Share of each option in the ${counted(data.count, 'sample')} of steps ${count(data.from)} to ${count(data.to)}. Move the slider, or press [ and ].` : ''}
      tools={data && data.lastStep > data.firstStep && <Slider data={data} window={window} />}>
      <Shown answer={answer}>{policy => policy.rows.length === 0 ? <p class="empty">{policy.note || 'No architecture was sampled there.'}</p>
        : heatTables(policy.rows).map(table =>
          <Heat key={table.title + table.columns.join('\n')} table={table} hrefOf={share => address(['s', overview.id, 'architectures'], { decision: share.decision, option: share.option })} />)}</Shown>
    </Frame>
  );
}

function Slider({ data, window }: { data: PolicyWindow; window: string }) {
  const by = Math.max(1, Math.round((data.lastStep - data.firstStep) / 50));
  const to = (step: number) => setParameters({ step: step >= data.lastStep ? '' : String(Math.max(data.firstStep, step)) }, 'replace');
  return (
    <div class="slider">
      <button type="button" class="small" data-previous aria-label="Earlier" disabled={data.step <= data.firstStep} onClick={() => to(data.step - by)}>‹</button>
      <label>step <input type="range" min={data.firstStep} max={data.lastStep} step={1} value={data.step} onInput={event => to(event.currentTarget.valueAsNumber)} /> <output>{count(data.step)}</output></label>
      <button type="button" class="small" data-next aria-label="Later" disabled={data.step >= data.lastStep} onClick={() => to(data.step + by)}>›</button>
      <label>mean of <select value={window} onChange={event => setParameters({ window: event.currentTarget.value === '200' ? '' : event.currentTarget.value }, 'replace')}>
        {windows.map(one => <option key={one} value={one}>{count(one)}</option>)}</select> samples</label>
    </div>
  );
}

import type { Best, Overview } from '../api';
import { SeriesChart } from '../charts/SeriesChart';
import { Age } from '../parts/Age';
import { Commands, Copy } from '../parts/Copy';
import { Drawing } from '../parts/Drawing';
import { Tiles, type TileContent } from '../parts/Tiles';
import { address, setParameters, useParameter } from '../shell/router';
import { BestOverTime } from './BestOverTime';
import { count, counted, duration, number, percent, shortHash } from '../text/format';

const titles: Record<string, string> = {
  reward: 'Reward', entropy: 'Entropy of the policy', loss: 'Training loss', unique: 'New architectures', baseline: 'Baseline',
  rate: 'Learning rate of the shared weights', 'policy-rate': 'Learning rate of the policy', skips: 'Skips', validation: 'Validation',
};

/** Charts of the overview, in order; others are on the page of the policy. */
const shown = ['entropy', 'loss', 'unique', 'validation'];

/** A search at a look: how far it is, what it found and whether that is better than chance. */
export function OverviewPage({ overview }: { overview: Overview }) {
  return (
    <>
      {overview.notices.map(notice => <p key={notice.words} class={`notice ${notice.kind === 'no-result' ? '' : 'bad'}`}>{notice.words}</p>)}
      {isDamaged(overview) && <Commands title="What can be done" commands={overview.commands} />}
      {overview.verdict && <p class="verdict"><b>Verdict</b> {overview.verdict}</p>}
      <Tiles tiles={tilesOf(overview)} />
      <div class="split">
        <div>
          <XChoice />
          <SeriesChart search={overview.id} name="reward" title="Reward" marks={overview.marks} isWide />
        </div>
        <ChosenCard overview={overview} />
      </div>
      <div class="charts">
        {shown.filter(name => overview.series.includes(name)).map(name =>
          <SeriesChart key={name} search={overview.id} name={name} title={titles[name] ?? name} marks={overview.marks} />)}
      </div>
      {overview.series.includes('reward') && <BestOverTime overview={overview} />}
      <Marks overview={overview} />
      {overview.lines.length > 0 && <section><h2>In words</h2>
        <dl class="lines">{overview.lines.map((line, at) => <div key={at}><dt>{line.label}</dt><dd>{line.words}</dd></div>)}</dl></section>}
      {!isDamaged(overview) && <Commands commands={overview.commands} />}
    </>
  );
}

const isDamaged = (overview: Overview) => overview.status === 'damaged';

// Why there is no best one.
const noneOf = (overview: Overview) => (isDamaged(overview) ? 'nothing was evaluated before the damage' : overview.noResult ? 'nothing was chosen' : 'nothing was evaluated yet');

function tilesOf(overview: Overview): (TileContent | null)[] {
  const { best, chosen, steps, ofSteps } = overview;
  return [
    { label: chosen ? `chosen, ${chosen.metric.replaceAll('-', ' ')}` : `best, ${best?.metric.replaceAll('-', ' ') ?? 'reward'}`, value: (chosen ?? best)?.text ?? '-',
      more: chosen ? sourceOf(chosen) : best ? 'so far' : noneOf(overview) },
    overview.test === null ? null : { label: 'on the test set', value: overview.test },
    { label: 'steps', value: count(steps), more: ofSteps === null ? null : <>{ofSteps > 0 && <progress value={steps} max={ofSteps} aria-label="Steps done" />} {percent(Math.min(1, steps / Math.max(1, ofSteps)))} of {count(ofSteps)}</> },
    { label: 'architectures', value: count(overview.differentArchitectures), more: `different ones of ${counted(overview.samples, 'sample')}` },
    { label: 'samples a second', value: rate(overview.samplesPerSecond), more: `in ${duration(overview.writingSeconds)} of writing` },
    { label: 'last event', value: <Age at={overview.lastEventAt} />, more: `${count(overview.events)} events, writer ${overview.writerEpoch}` },
    { label: overview.isFinal ? 'fingerprint' : 'fingerprint so far', value: <code>{shortHash(overview.fingerprint)}</code>, more: <Copy text={overview.fingerprint} what="the fingerprint" /> },
    overview.failedSteps === 0 ? null : { label: 'failed steps', value: count(overview.failedSteps) },
  ];
}

const sources: Record<string, string> = { policy: "of the policy's candidates", random: 'of the random candidates' };
const sourceOf = ({ source }: Best) => (source === null ? 'of all candidates' : sources[source] ?? `from ${source}`);

const rate = (value: number | null) => (value !== null && value >= 10 ? count(value) : number(value));

const choices = [['step', 'steps'], ['samples', 'samples'], ['seconds', 'time']] as const;

/** What the charts go over. */
export function XChoice({ canZoom = true }: { canZoom?: boolean }) {
  const x = useParameter('x', 'step');
  return (
    <div class="choice" role="group" aria-label="What the charts go over">
      {choices.map(([value, words]) => <button type="button" key={value} class="small" aria-pressed={x === value}
        onClick={() => setParameters({ x: value === 'step' ? '' : value, from: '', to: '' })}>{words}</button>)}
      {canZoom && <span class="hint">drag in a chart to look closer</span>}
    </div>
  );
}

function ChosenCard({ overview }: { overview: Overview }) {
  const one = overview.chosen ?? overview.best;
  if (!one) return <aside class="card"><h2>Best so far</h2><p class="empty">{overview.noResult ? 'Nothing was chosen; why is said above.' : isDamaged(overview) ? 'No architecture was evaluated before the damage.' : 'No architecture was evaluated yet.'}</p></aside>;
  const page = address(['s', overview.id, 'a', one.architecture]);
  return (
    <aside class="card">
      <h2>{overview.chosen ? 'The choice' : 'Best so far'}</h2>
      <Drawing search={overview.id} tokens={one.architecture} href={page} />
      <p><a href={page}><code>{one.architecture}</code></a></p>
      <p class="hint">{one.metric.replaceAll('-', ' ')} {one.text}{overview.chosen ? `, ${sourceOf(one)}` : ''}</p>
    </aside>
  );
}

function Marks({ overview }: { overview: Overview }) {
  if (overview.marks.length === 0) return null;
  return (
    <section>
      <h2>What happened</h2>
      <ul class="marks">{overview.marks.map((mark, at) => <li key={at}><span class="hint">step {count(mark.step)}</span> {mark.words}</li>)}</ul>
    </section>
  );
}

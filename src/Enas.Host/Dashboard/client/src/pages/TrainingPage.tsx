import { useMemo } from 'preact/hooks';
import type { Overview, Training } from '../api';
import { Frame } from '../charts/Frame';
import { LineChart } from '../charts/Lines';
import { SeriesChart } from '../charts/SeriesChart';
import { asCsv, question } from '../data/asking';
import { useRevision } from '../data/events';
import { useAnswer } from '../data/useAnswer';
import { Age } from '../parts/Age';
import { Commands } from '../parts/Copy';
import { Drawing } from '../parts/Drawing';
import { Shown } from '../parts/Problem';
import { Tiles } from '../parts/Tiles';
import { address } from '../shell/router';
import { count, counted, number } from '../text/format';

/** A training of one architecture from nothing: how it goes, and what it came to on data that nothing was chosen by. */
export function TrainingPage({ overview }: { overview: Overview }) {
  const asked = question(['searches', overview.id, 'training']);
  const answer = useAnswer<Training>(asked, useRevision(overview.id));
  return (
    <>
      {overview.notices.map(notice => <p key={notice.words} class="notice bad">{notice.words}</p>)}
      {overview.status === 'damaged' && <Commands title="What can be done" commands={overview.commands} />}
      <Shown answer={answer}>{training => <Trained overview={overview} training={training} csv={asCsv(asked)} />}</Shown>
    </>
  );
}

function Trained({ overview, training, csv }: { overview: Overview; training: Training; csv: string }) {
  const known = training.validation.filter((value): value is number => value !== null);
  const best = known.length === 0 ? null : training.measure === 'perplexity' ? Math.min(...known) : Math.max(...known);
  const of = training.parent === null ? null : address(['s', training.parent, 'a', training.architecture]);
  return (
    <>
      <Tiles tiles={[
        { label: `test ${training.measure}`, value: training.test ?? '-', more: training.test === null ? 'not measured yet: it is measured once, at the end' : 'measured once' },
        { label: `best validation ${training.measure}`, value: number(best) },
        { label: 'epochs', value: count(training.epochs.length), more: <>of {count(training.ofEpochs)} <progress value={training.epochs.length} max={Math.max(1, training.ofEpochs)} aria-label="Epochs done" /></> },
        { label: 'parameters', value: count(training.parameters) },
        { label: 'last event', value: <Age at={overview.lastEventAt} /> },
      ]} />
      <div class="split">
        <Validation training={training} csv={csv} />
        <aside class="card">
          <h2>Its architecture</h2>
          <Drawing search={overview.id} tokens={training.architecture} />
          <p><code>{training.architecture}</code></p>
          {of !== null && <p><a href={of}>Its rewards in the search that found it</a></p>}
        </aside>
      </div>
      <div class="charts">
        {['loss', 'rate'].filter(name => overview.series.includes(name)).map(name =>
          <SeriesChart key={name} search={overview.id} name={name} title={name === 'loss' ? 'Training loss' : 'Learning rate'} marks={overview.marks} />)}
      </div>
      {overview.lines.length > 0 && <section><h2>In words</h2>
        <dl class="lines">{overview.lines.map((line, at) => <div key={at}><dt>{line.label}</dt><dd>{line.words}</dd></div>)}</dl></section>}
      <Commands commands={training.commands} />
    </>
  );
}

function Validation({ training, csv }: { training: Training; csv: string }) {
  const { epochs, validation, measure } = training;
  const content = useMemo(() => ({
    x: epochs, xTitle: 'epoch', yTitle: `validation ${measure}`, bands: [], marks: [],
    lines: [{ name: `validation ${measure}`, values: validation, colour: 0, look: 'line' as const }],
    sentence: `Validation ${measure} of ${counted(epochs.length, 'epoch')}, from ${number(validation[0])} to ${number(validation.at(-1))}.`,
  }), [epochs, validation, measure]);
  return (
    <Frame id="validation" title={`Validation ${measure} by epoch`} note={measure === 'perplexity' ? 'Lower is better.' : 'Higher is better.'} csv={csv}
      table={epochs.length > 0 ? () => ({ head: ['epoch', measure], rows: epochs.map((epoch, at) => [count(epoch), number(validation[at])]) }) : null}>
      {epochs.length === 0 ? <p class="empty">No epoch has ended yet.</p>
        : <LineChart content={content} isTall tipOf={place => ({ lines: [['epoch', count(epochs[place])], [measure, number(validation[place])]] })} />}
    </Frame>
  );
}

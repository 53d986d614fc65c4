import { useMemo, useState } from 'preact/hooks';
import type { ArchitectureDetail, Overview } from '../api';
import { asCsv, question } from '../data/asking';
import { useRevision } from '../data/events';
import { useAnswer } from '../data/useAnswer';
import { Frame } from '../charts/Frame';
import { LineChart } from '../charts/Lines';
import { Commands, Copy } from '../parts/Copy';
import { Drawing, drawingAddress } from '../parts/Drawing';
import { Shown } from '../parts/Problem';
import { Tiles } from '../parts/Tiles';
import { address, setParameters, useParameter } from '../shell/router';
import { Scroll } from '../parts/Scroll';
import { count, counted, number } from '../text/format';

/** One architecture: its drawing, all rewards that it got, what it costs, how it came out alone, and how it differs from the choice. */
export function ArchitecturePage({ overview, tokens }: { overview: Overview; tokens: string }) {
  const against = useParameter('against');
  const asked = question(['searches', overview.id, 'architectures', tokens], { against });
  const answer = useAnswer<ArchitectureDetail>(asked, useRevision(overview.id));
  return (
    <>
      <nav class="crumb" aria-label="Where this is"><a href={address(['s', overview.id, 'architectures'])}>All architectures</a></nav>
      <Shown answer={answer}>{detail => <Detail overview={overview} detail={detail} asked={asked} />}</Shown>
    </>
  );
}

/** A drawing that is wider than half of the page gets all of it, in CSS pixels. */
const widest = 620;

function Detail({ overview, detail, asked }: { overview: Overview; detail: ArchitectureDetail; asked: string }) {
  const [width, setWidth] = useState(0);
  return (
    <>
      <p class="title-tokens"><code>{detail.tokens}</code> <Copy text={detail.tokens} what="the tokens" />
        {overview.chosen?.architecture === detail.tokens && <span class="tag">chosen</span>}</p>
      {!detail.isKnown && <p class="notice">The search never met this architecture. It is one of its space, so it is drawn.</p>}
      <div class={width > widest ? 'split over' : 'split even'}>
        <div class="card picture">
          <Drawing search={overview.id} tokens={detail.tokens} onWidth={setWidth} />
          <p class="downloads">Drawing as {['svg', 'dot', 'mermaid'].map(format =>
            <a key={format} href={drawingAddress(overview.id, detail.tokens, format, true)} download>{format}</a>)}</p>
        </div>
        <div>
          <Figures detail={detail} />
          {detail.steps.length > 1 ? <Rewards detail={detail} csv={asCsv(asked)} />
            : <p class="empty left">{detail.steps.length === 1 ? 'It was sampled once: there is one reward, and no course to draw.' : 'It was not rewarded by itself: it has scores as a candidate, or none.'}</p>}
        </div>
      </div>
      <div class="columns">
        <Differences overview={overview} detail={detail} />
        <div>
          <Trainings detail={detail} />
          <Candidates detail={detail} />
          <Commands commands={detail.commands} />
        </div>
      </div>
    </>
  );
}

const Figures = ({ detail: { row, rank, of, costs } }: { detail: ArchitectureDetail }) => (
  <Tiles tiles={[
    row && { label: 'best reward', value: number(row.best), more: rank === null ? null : `${count(rank)} of ${count(of)} by it` },
    row && { label: 'mean reward', value: number(row.mean), more: `of ${counted(row.times, 'sample')}` },
    row && { label: 'sampled at', value: `step ${count(row.firstStep)}`, more: row.lastStep === row.firstStep ? null : `last at step ${count(row.lastStep)}` },
    row && row.alone !== null ? { label: 'trained alone', value: number(row.alone) } : null,
    ...costs.map(cost => ({ label: cost.title, value: cost.text })),
  ]} />
);

const timesOf = ({ row, rewards }: ArchitectureDetail) => (row === null || rewards.length >= row.times ? 'Each time that it was sampled.'
  : `Of the ${count(row.times)} times that it was sampled the least and the greatest of each stretch; the query gives all.`);

function Rewards({ detail, csv }: { detail: ArchitectureDetail; csv: string }) {
  const content = useMemo(() => ({
    x: detail.steps, xTitle: 'step', yTitle: 'reward', bands: [], marks: [],
    lines: [{ name: 'reward', values: detail.rewards, colour: 0, look: 'points' as const }],
    sentence: `Rewards of this architecture: ${counted(detail.rewards.length, 'value')}, the last ${number(detail.rewards.at(-1))}.`,
  }), [detail]);
  return (
    <Frame id="rewards" title="Its rewards" note={`${timesOf(detail)} With shared weights they differ since the weights do.`} csv={csv} query={detail.query}
      table={() => ({ head: ['step', 'reward'], rows: detail.steps.map((step, at) => [count(step), number(detail.rewards[at])]) })}>
      <LineChart content={content} tipOf={place => ({ lines: [['step', count(detail.steps[place])], ['reward', number(detail.rewards[place])]] })} />
    </Frame>
  );
}

function Differences({ overview, detail }: { overview: Overview; detail: ArchitectureDetail }) {
  const { against } = detail;
  return (
    <section>
      <h2>Decisions</h2>
      <form class="bar" onSubmit={event => {
        event.preventDefault();
        setParameters({ against: new FormData(event.currentTarget).get('against')?.toString().trim() ?? '' });
      }}>
        <label class="filter">Compare with <input name="against" defaultValue={useParameter('against')} placeholder="tokens of another one" spellcheck={false} /></label>
        <button type="submit" class="small">compare</button>
      </form>
      {against !== null && <p>{detail.differences.length === 0 ? 'There is no difference to ' : `${counted(detail.differences.length, 'difference')} to `}
        {overview.chosen?.architecture === against ? 'the choice, ' : ''}<a href={address(['s', overview.id, 'a', against])}><code>{against}</code></a>.</p>}
      <Scroll label="Decisions">
        <table>
          <thead><tr><th scope="col">Decision</th><th scope="col">Here</th>{against !== null && <th scope="col">There</th>}</tr></thead>
          <tbody>{detail.decisions.map(one => {
            const other = detail.differences.find(difference => difference.decision === one.decision);
            return <tr key={one.decision} class={other ? 'differs' : undefined}><th scope="row">{one.decision}</th><td>{one.option}</td>
              {against !== null && <td>{other ? <b>{other.there}</b> : <span class="hint">the same</span>}</td>}</tr>;
          })}</tbody>
        </table>
      </Scroll>
    </section>
  );
}

const Candidates = ({ detail }: { detail: ArchitectureDetail }) => detail.candidates.length === 0 ? null : (
  <section>
    <h2>As a candidate</h2>
    <Scroll label="As a candidate"><table><thead><tr><th scope="col">From</th><th scope="col">Stage</th><th scope="col" class="number">Score</th></tr></thead>
      <tbody>{detail.candidates.map((one, at) => <tr key={at}><td>{one.source} {one.ordinal}</td><td>{one.stage ?? '-'}</td><td class="number">{one.text}</td></tr>)}</tbody></table></Scroll>
  </section>
);

const Trainings = ({ detail }: { detail: ArchitectureDetail }) => (
  <section>
    <h2>Trained alone</h2>
    {detail.trainings.length === 0 ? <p class="empty left">It was not trained alone yet, or its training is not in the folders that are served.</p>
      : <Scroll label="Trainings of it"><table><thead><tr><th scope="col">Training</th><th scope="col" class="number">Seed</th><th scope="col" class="number">Validation</th><th scope="col" class="number">Test</th></tr></thead>
        <tbody>{detail.trainings.map(one => <tr key={one.name}><th scope="row">{one.id === null ? one.name : <a href={address(['s', one.id, 'training'])}>{one.name}</a>}</th>
          <td class="number">{one.seed ?? '-'}</td><td class="number">{one.validation}</td><td class="number"><b>{one.test ?? '-'}</b></td></tr>)}</tbody></table></Scroll>}
  </section>
);

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ArchitectureDetail, Overview, Series } from '../api';
import { GraphView } from '../charts/GraphView';
import { Frame, useSeenRevision, useSight, type Sight } from '../charts/Frame';
import { question } from '../data/asking';
import { useRevision } from '../data/events';
import { useAnswer } from '../data/useAnswer';
import { Shown } from '../parts/Problem';
import { address, setParameters, useParameter } from '../shell/router';
import { count, counted, number } from '../text/format';

/** A moment from which another architecture was the best. */
interface Moment {
  step: number;
  reward: number;
  tokens: string;
}

const frameMs = 1200;
const mostPoints = 2000;

/** The best architecture over the search, moment by moment: nodes stay where they are, a bar goes over the time. */
export function BestOverTime({ overview }: { overview: Overview }) {
  const sight = useSight();
  // Before there is a picture nobody can see whether there is one.
  const isThere = useRef(false);
  const revision = useSeenRevision(useRevision(overview.id), sight.isInView || !isThere.current);
  const { data } = useAnswer<Series>(question(['searches', overview.id, 'series', 'reward'], { points: mostPoints }), revision);
  const moments = useMemo(() => (data === null ? [] : momentsOf(data)), [data]);
  isThere.current = moments.length >= 2;
  if (!isThere.current) return null;
  return <Course overview={overview} sight={sight} moments={moments} isCut={data !== null && data.count > data.x.length} />;
}

/** What is shown, which of a search with more rewards than a chart has places is not every rise. */
const noteOf = (moments: number, isCut: boolean) => `${counted(moments, 'time')} an architecture was the best so far and better than all before it`
  + `${isCut ? `; of rewards close to each other the best one counts, in ${count(mostPoints)} stretches of the search` : ''}. Nodes stay where they are, so what changes is what moves.`;

function Course({ overview, sight, moments, isCut }: { overview: Overview; sight: Sight; moments: readonly Moment[]; isCut: boolean }) {
  const chosen = Number(useParameter('moment', String(moments.length)));
  const at = Math.min(moments.length, Math.max(1, Number.isFinite(chosen) ? Math.round(chosen) : moments.length));
  const [isPlaying, setPlaying] = useState(false);
  const to = (moment: number) => setParameters({ moment: moment >= moments.length ? '' : String(Math.max(1, moment)) }, 'replace');
  useEffect(() => {
    if (!isPlaying) return undefined;
    if (at >= moments.length) {
      setPlaying(false);
      return undefined;
    }
    const timer = window.setTimeout(() => to(at + 1), frameMs);
    return () => window.clearTimeout(timer);
  }, [isPlaying, at, moments.length]);
  const play = () => {
    if (!isPlaying && at >= moments.length) to(1);
    setPlaying(!isPlaying);
  };
  const moment = moments[at - 1];
  if (!moment) return null;
  return (
    <Frame id="course" title="The best over time" csv={null} sight={sight} table={() => ({
      head: ['from step', 'reward', 'architecture'],
      rows: moments.map(one => [count(one.step), number(one.reward), <a href={address(['s', overview.id, 'a', one.tokens])}>{one.tokens}</a>]),
    })} isWide note={noteOf(moments.length, isCut)}
      tools={<div class="slider">
        <button type="button" class="small" onClick={play}>{isPlaying ? 'pause' : 'play'}</button>
        <label>{at} of {moments.length} <input type="range" min={1} max={moments.length} step={1} value={at} aria-label="Which best" aria-valuetext={`from step ${count(moment.step)}, reward ${number(moment.reward)}`}
          onInput={event => { setPlaying(false); to(event.currentTarget.valueAsNumber); }} /> <output>step {count(moment.step)}</output></label>
      </div>}>
      <Picture overview={overview} moment={moment} />
    </Frame>
  );
}

function Picture({ overview, moment }: { overview: Overview; moment: Moment }) {
  const answer = useAnswer<ArchitectureDetail>(question(['searches', overview.id, 'architectures', moment.tokens]));
  const [reach, setReach] = useState(1);
  const spans = answer.data === null ? 1 : Math.max(1, ...answer.data.graph.edges.map(edge => edge.to - edge.from));
  // The widest one that was seen gives the width: the picture never jumps back.
  useEffect(() => { if (spans > reach) setReach(spans); }, [spans]);
  return (
    <>
      <p class="hint">reward {number(moment.reward)}, <a href={address(['s', overview.id, 'a', moment.tokens])}><code>{moment.tokens}</code></a></p>
      <Shown answer={answer}>{detail => <GraphView graph={detail.graph} spans={Math.max(spans, reach)}
        sentence={`The architecture ${detail.tokens}: ${counted(detail.graph.nodes.length, 'node')}, ${counted(detail.graph.edges.length, 'edge')}.`} />}</Shown>
    </>
  );
}

/** Where the best so far rises: each stretch names the architecture of its greatest value. */
function momentsOf(series: Series): Moment[] {
  const moments: Moment[] = [];
  series.best.forEach((best, at) => {
    const tokens = series.architectures[at] ?? '';
    if (best !== null && tokens !== '' && best > (moments.at(-1)?.reward ?? -Infinity) && best === series.max[at]) {
      moments.push({ step: series.steps[at] ?? 0, reward: best, tokens });
    }
  });
  return moments;
}

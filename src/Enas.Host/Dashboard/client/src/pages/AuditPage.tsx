import type { Audit, Overview } from '../api';
import { question } from '../data/asking';
import { useRevision } from '../data/events';
import { useAnswer } from '../data/useAnswer';
import { Age } from '../parts/Age';
import { Commands, Copy } from '../parts/Copy';
import { Shown } from '../parts/Problem';
import { Tiles } from '../parts/Tiles';
import { address, setParameters, useParameter } from '../shell/router';
import { bytes, count, dateAndTime } from '../text/format';
import { Scroll } from '../parts/Scroll';
import { JobText } from './JobText';

/** What the log of a search is, whether it holds together, and where it comes from. */
export function AuditPage({ overview }: { overview: Overview }) {
  const answer = useAnswer<Audit>(question(['searches', overview.id, 'audit']), useRevision(overview.id));
  return <Shown answer={answer}>{audit => <Verified overview={overview} audit={audit} />}</Shown>;
}

function Verified({ overview, audit }: { overview: Overview; audit: Audit }) {
  return (
    <>
      <p class={audit.damage === null ? 'notice good' : 'notice bad'}><b>{audit.damage === null ? '✓ ' : '✕ '}</b>{audit.words}</p>
      {audit.damage !== null && <Commands title="What can be done" commands={audit.commands} />}
      <Tiles tiles={[
        { label: 'events', value: count(audit.events), more: `${count(audit.facts)} facts` },
        { label: 'segments', value: count(audit.segments), more: bytes(audit.bytes) },
        { label: 'verified', value: <Age at={audit.verifiedAt} />, more: dateAndTime(new Date(audit.verifiedAt)) },
        { label: 'writer', value: count(audit.writerEpoch), more: 'its epoch: how often it was opened' },
        { label: 'checkpoints', value: count(audit.checkpoints.length), more: stepOf(audit.checkpoints.at(-1)) },
      ]} />
      <dl class="lines">
        <Hash name={overview.isFinal ? 'fingerprint' : 'fingerprint so far'} value={audit.fingerprint} />
        <Hash name="head of the chain" value={audit.eventHead} />
        <div><dt>folder</dt><dd><code>{audit.folder}</code><Copy text={audit.folder} what="the folder" /></dd></div>
      </dl>
      <Lineage audit={audit} />
      <Openings audit={audit} />
      <Changes audit={audit} />
      <JobSection overview={overview} />
      {audit.damage === null && <Commands commands={audit.commands} />}
    </>
  );
}

// Names of checkpoints begin with their step.
const stepOf = (checkpoint: string | undefined) => (checkpoint === undefined ? null : `the last of step ${count(Number.parseInt(checkpoint, 10))}`);

const Hash = ({ name, value }: { name: string; value: string }) =>
  <div><dt>{name}</dt><dd><code class="hash">{value}</code><Copy text={value} what={name} /></dd></div>;

function Lineage({ audit }: { audit: Audit }) {
  if (audit.lineage === null && audit.children.length === 0) return null;
  return (
    <section>
      <h2>Lineage</h2>
      {audit.lineage !== null && <p>{audit.lineage}{audit.parent !== null && <> <a href={address(['s', audit.parent])}>Its parent</a></>}</p>}
      {audit.children.length > 0 && <ul>{audit.children.map(child => <li key={child.id}>
        <a href={address(['s', child.id, ...(child.kind === 'train' ? ['training'] : [])])}>{child.name}</a> <span class="hint">{child.kind}</span></li>)}</ul>}
    </section>
  );
}

const Openings = ({ audit }: { audit: Audit }) => (
  <section>
    <h2>Processes that wrote it</h2>
    {audit.openings.length === 0 ? <p class="empty left">None has written an event yet.</p>
      : <Scroll label="Processes that wrote it"><table><thead><tr><th scope="col">Opened</th><th scope="col" class="number">At step</th><th scope="col" class="number">At event</th><th scope="col" class="number">Epoch</th></tr></thead>
        <tbody>{audit.openings.map(one => <tr key={one.event}><td>{dateAndTime(new Date(one.at))}</td><td class="number">{count(one.step)}</td><td class="number">{count(one.event)}</td><td class="number">{one.epoch}</td></tr>)}</tbody></table></Scroll>}
  </section>
);

const Changes = ({ audit }: { audit: Audit }) => audit.changes.length === 0 ? null : (
  <section>
    <h2>Changes of the job</h2>
    <ul>{audit.changes.map((change, at) => <li key={at}>at step {count(change.step)}: {change.sets.map(set => <code key={set}>{set} </code>)}</li>)}</ul>
  </section>
);

function JobSection({ overview }: { overview: Overview }) {
  const which = useParameter('job', 'file');
  const choice = (value: string, words: string) => <button type="button" class="small" aria-pressed={which === value} onClick={() => setParameters({ job: value === 'file' ? '' : value })}>{words}</button>;
  return (
    <section>
      <h2>Job</h2>
      <div class="choice" role="group" aria-label="Which job">{choice('file', 'as it was given')}{choice('resolved', 'with every default')}</div>
      <JobText search={overview.id} isResolved={which === 'resolved'} />
    </section>
  );
}

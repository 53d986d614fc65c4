import { useState } from 'preact/hooks';
import type { About, Service, ServiceFire, ServiceHistory, ServiceJob } from '../api';
import { act, asCsv, question } from '../data/asking';
import { useRevision } from '../data/events';
import { useStore } from '../data/store';
import { token } from '../data/token';
import { useAnswer } from '../data/useAnswer';
import { CsvLink } from '../charts/Frame';
import { Age } from '../parts/Age';
import { Badge } from '../parts/Badge';
import { Pager, pageSize } from '../parts/Pager';
import { ProblemBox, Shown, TokenForm } from '../parts/Problem';
import { address, setParameters, useParameter } from '../shell/router';
import { Scroll } from '../parts/Scroll';
import { count, dateAndTime, shortHash } from '../text/format';

/** Jobs and when they run next, what runs now, what waits, and what was. */
export function ServicePage({ about }: { about: About | null }) {
  const answer = useAnswer<Service>(question(['service']), useRevision('service'));
  const canAct = useStore(token) !== null && (about?.canAct ?? false);
  return (
    <>
      <h1>Service</h1>
      <Shown answer={answer}>{service => <>
        <p class="lead">Job files from <code>{service.jobsFolder}</code>, searches into <code>{service.root}</code></p>
        {service.state === 'ready' ? <p class="notice good">✓ {service.words}</p> : <p class="notice bad">{service.words}</p>}
        {service.problems.map(problem => <p class="notice bad" key={problem}>{problem}</p>)}
        {about?.canAct && !canAct && <TokenForm words="To trigger, pause and resume jobs, or to cancel what waits, give the token." />}
        <Broken service={service} />
        <Jobs jobs={service.jobs} canAct={canAct} />
        <Fires title="Running" fires={service.running} none="Nothing runs now." canAct={canAct} />
        <Fires title="Waiting" fires={service.queue} none="Nothing waits." canAct={canAct} />
        <History jobs={service.jobs} />
      </>}</Shown>
    </>
  );
}

const Broken = ({ service }: { service: Service }) => service.broken.length === 0 ? null : (
  <section>
    <h2>Files that cannot be used</h2>
    <ul>{service.broken.map((one, at) => <li key={at}><code>{one.file}{one.line === null ? '' : `:${one.line}${one.column === null ? '' : `:${one.column}`}`}</code> {one.message}</li>)}</ul>
  </section>
);

function Jobs({ jobs, canAct }: { jobs: readonly ServiceJob[]; canAct: boolean }) {
  return (
    <section>
      <h2>Jobs</h2>
      {jobs.length === 0 ? <p class="empty left">There is no job file in the folder. <code>enas schedule add</code> puts one there.</p>
        : <Scroll label="Jobs"><table class="list">
          <thead><tr><th scope="col">Job</th><th scope="col">State</th><th scope="col">Schedule</th><th scope="col">Next times</th>{canAct && <th scope="col">Actions</th>}</tr></thead>
          <tbody>{jobs.map(job => <tr key={job.name}>
            <th scope="row"><a href={address(['service'], { job: job.name })} data-row>{job.name}</a></th>
            <td data-name="State"><Badge status={job.state} /></td>
            <td data-name="Schedule">{job.cron === null ? '-' : <><code>{job.cron}</code> <span class="hint">{job.timeZone}</span></>}</td>
            <td data-name="Next times">{job.next.length === 0 ? '-' : <details><summary><Age at={job.next[0] ?? null} /></summary><ul>{job.next.map(at => <li key={at}>{dateAndTime(new Date(at))}</li>)}</ul></details>}</td>
            {canAct && <td data-name="Actions"><Action job={job.name} name="trigger" words="trigger" />{job.state === 'paused' ? <Action job={job.name} name="resume" words="resume" /> : job.cron !== null && <Action job={job.name} name="pause" words="pause" />}</td>}
          </tr>)}</tbody>
        </table></Scroll>}
    </section>
  );
}

function Action({ job, fire, name, words }: { job?: string; fire?: string; name: string; words: string }) {
  const [said, setSaid] = useState<string | null>(null);
  const start = async () => {
    const answer = await act(question(job === undefined ? ['service', 'fires', fire ?? '', name] : ['service', 'jobs', job, name]));
    setSaid(answer.kind === 'data' ? answer.data.words : answer.kind === 'problem' ? answer.problem.title : null);
  };
  return <><button type="button" class="small" aria-label={`${words} ${job ?? fire}`} onClick={() => void start()}>{words}</button>{said !== null && <span class="hint" role="status"> {said}</span>} </>;
}

function Fires({ title, fires, none, canAct }: { title: string; fires: readonly ServiceFire[]; none: string; canAct: boolean }) {
  return <section><h2>{title}</h2>{fires.length === 0 ? <p class="empty left">{none}</p> : <FireTable title={title} fires={fires} canAct={canAct} />}</section>;
}

const FireTable = ({ title, fires, canAct }: { title: string; fires: readonly ServiceFire[]; canAct: boolean }) => (
  <Scroll label={title}><table class="list">
    <thead><tr><th scope="col">Search</th><th scope="col">Job</th><th scope="col">State</th><th scope="col">For</th><th scope="col">Began</th><th scope="col">Ended</th><th scope="col">Why</th><th scope="col">Fingerprint</th>{canAct && <th scope="col">Actions</th>}</tr></thead>
    <tbody>{fires.map(fire => <tr key={fire.folder}>
      <th scope="row">{fire.id === null ? fire.folder : <a href={address(['s', fire.id])} data-row>{fire.folder}</a>}</th>
      <td data-name="Job">{fire.job}</td><td data-name="State"><Badge status={fire.state} />{fire.processes > 1 && <span class="hint"> {count(fire.processes)} processes</span>}</td>
      <td data-name="For">{dateAndTime(new Date(fire.at))} <span class="hint">{fire.origin}</span></td><td data-name="Began"><Age at={fire.startedAt} /></td><td data-name="Ended"><Age at={fire.endedAt} /></td>
      <td class="words" data-name="Why">{fire.reason ?? (fire.exitCode === null || fire.exitCode === 0 ? '' : `exit code ${fire.exitCode}`)}</td>
      <td data-name="Fingerprint">{fire.fingerprint === null ? '-' : <code>{shortHash(fire.fingerprint)}</code>}</td>
      {canAct && <td data-name="Actions">{fire.startedAt === null && fire.endedAt === null && <Action fire={fire.folder} name="cancel" words="cancel" />}</td>}
    </tr>)}</tbody>
  </table></Scroll>
);

function History({ jobs }: { jobs: readonly ServiceJob[] }) {
  const job = useParameter('job');
  const offset = Number(useParameter('offset', '0'));
  const asked = question(['service', 'history'], { job, offset, limit: pageSize });
  const { data, problem } = useAnswer<ServiceHistory>(asked, useRevision('service'));
  return (
    <section>
      <h2>History</h2>
      <div class="bar">
        <label>Job <select value={job} onChange={event => setParameters({ job: event.currentTarget.value, offset: '' })}>
          <option value="">all</option>{jobs.map(one => <option key={one.name} value={one.name}>{one.name}</option>)}</select></label>
        <span class="fill" /><CsvLink to={asCsv(asked)} what="history" />
      </div>
      {problem && <ProblemBox problem={problem} />}
      {data && (data.rows.length === 0 ? <p class="empty left">{job === '' ? 'Nothing has run yet.' : 'This job has not run yet.'}</p>
        : <><FireTable title="History" fires={data.rows} canAct={false} /><Pager offset={data.offset} shown={data.rows.length} total={data.total} what="runs" /></>)}
    </section>
  );
}

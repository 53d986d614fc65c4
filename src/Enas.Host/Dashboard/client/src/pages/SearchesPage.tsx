import type { SearchList, SearchRow } from '../api';
import { Sparkline } from '../charts/Sparkline';
import { asCsv, question } from '../data/asking';
import { useRevision } from '../data/events';
import { useAnswer } from '../data/useAnswer';
import { CsvLink } from '../charts/Frame';
import { Age } from '../parts/Age';
import { Badge } from '../parts/Badge';
import { Filter } from '../parts/Filter';
import { Pager, pageSize } from '../parts/Pager';
import { Shown } from '../parts/Problem';
import { SortHead } from '../parts/SortHead';
import { address, setParameters, useParameter, usePlace } from '../shell/router';
import { Scroll } from '../parts/Scroll';
import { count } from '../text/format';

/** All searches that are served: the page that one comes to. */
export function SearchesPage() {
  const { query } = usePlace();
  const sorting = { by: query.get('sort') ?? 'lastEventAt', isDescending: (query.get('desc') ?? '1') === '1' };
  const offset = Number(query.get('offset') ?? 0);
  const asked = question(['searches'], {
    sort: sorting.by, desc: String(sorting.isDescending), filter: query.get('filter') ?? '', offset, limit: pageSize,
  });
  const answer = useAnswer<SearchList>(asked, useRevision('searches'));
  return (
    <>
      <h1>Searches</h1>
      <div class="bar">
        <Filter name="filter" label="Filter" placeholder="name, space, strategy, tag, status" />
        <CompareButton />
        <span class="fill" />
        <CsvLink to={asCsv(asked)} what="searches" />
      </div>
      <Shown answer={answer}>
        {list => <>
          {list.rows.length > 0 ? <SearchTable rows={list.rows} sorting={sorting} /> : <Nothing list={list} isFiltered={query.has('filter')} />}
          {list.rows.length > 0 && <Pager offset={list.offset} shown={list.rows.length} total={list.total} what="searches" />}
          <Unreadable list={list} />
        </>}
      </Shown>
    </>
  );
}

function SearchTable({ rows, sorting }: { rows: readonly SearchRow[]; sorting: { by: string; isDescending: boolean } }) {
  const ticked = useTicked();
  const head = (name: string, title: string, isNumber = false, first = isNumber) =>
    <SortHead name={name} title={title} sorting={sorting} isNumber={isNumber} isDescendingFirst={first} />;
  return (
    <Scroll label="Searches">
      <table class="list">
        <thead><tr>
          <th scope="col"><span class="unseen">Compare</span></th>
          {head('name', 'Name')}{head('kind', 'Kind')}{head('status', 'Status')}{head('best', 'Best', true)}{head('steps', 'Steps', true)}
          <th scope="col" class="number">Samples</th><th scope="col">Average reward</th>{head('lastEventAt', 'Last event', false, true)}<th scope="col">Origin</th>
        </tr></thead>
        <tbody>{rows.map(row => <Row key={row.id} row={row} isTicked={ticked.includes(row.id)} />)}</tbody>
      </table>
    </Scroll>
  );
}

// A row whose search nobody looked at yet has a name and nothing else.
const isUnknown = (row: SearchRow) => row.space === '';

function Row({ row, isTicked }: { row: SearchRow; isTicked: boolean }) {
  const page = address(['s', row.id, ...(row.kind === 'train' ? ['training'] : [])]);
  return (
    <tr>
      <td class="tick"><input type="checkbox" checked={isTicked} aria-label={`Compare ${row.name}`} onChange={() => tick(row.id)} /></td>
      <th scope="row"><a href={page} data-row>{row.name}</a>{row.place !== null && <span class="under-name">in <code>{row.place}</code></span>}<span class="under-name">{row.kind === null && isUnknown(row) ? '' : `${row.space} · ${row.strategy} · seed ${row.seed}`}
        {row.tags.map(tag => <span class="tag" key={tag}>{tag}</span>)}</span></th>
      <td class="wide-only">{row.kind ?? '-'}</td>
      <td data-name="Status"><Badge status={row.status} why={row.why} /></td>
      <td class="number" data-name="Best">{row.best === null ? '-' : <><b>{row.best.text}</b><span class="under-name">{row.best.metric.replaceAll('-', ' ')}{row.best.source === 'random' && ', of a random one'}</span></>}</td>
      <td class="number" data-name="Steps">{isUnknown(row) ? '-' : count(row.steps)}{row.ofSteps === null || row.ofSteps < row.steps ? '' : <span class="of"> of {count(row.ofSteps)}</span>}</td>
      <td class="number" data-name="Samples">{isUnknown(row) || row.kind === 'train' ? '-' : count(row.samples)}</td>
      <td data-name="Average reward"><Sparkline values={row.spark} /></td>
      <td data-name="Last event"><Age at={row.lastEventAt} /></td>
      <td class="wide-only">{row.origin}</td>
    </tr>
  );
}

/** The searches that are ticked, in the address too. */
const useTicked = (): string[] => useParameter('tick').split('\n').filter(one => one !== '');

function tick(id: string): void {
  const ticked = (new URLSearchParams(location.search).get('tick') ?? '').split('\n').filter(one => one !== '');
  setParameters({ tick: (ticked.includes(id) ? ticked.filter(one => one !== id) : [...ticked, id]).join('\n') }, 'replace');
}

function CompareButton() {
  const ticked = useTicked();
  if (ticked.length === 0) return null;
  const to = `${address(['compare'])}?${new URLSearchParams(ticked.map(id => ['s', id]))}`;
  return ticked.length < 2 ? <span class="hint">tick another one to compare them</span>
    : <><a class="button" href={to}>Compare {ticked.length} searches</a><button type="button" class="quiet small" onClick={() => setParameters({ tick: '' }, 'replace')}>untick all</button></>;
}

function Nothing({ list, isFiltered }: { list: SearchList; isFiltered: boolean }) {
  if (list.isLooking) return <p class="empty" aria-busy="true">Looking into the folders …</p>;
  return isFiltered ? <p class="empty">No search has these words in its name, space, strategy, tags or status.</p>
    : <p class="empty">There is no search in the folders that are served. Make one: <code>enas demo</code>, or <code>enas run jobs/quickstart.json</code>. It appears here by itself.</p>;
}

const Unreadable = ({ list }: { list: SearchList }) => list.unreadable.length === 0 ? null : (
  <section>
    <h2>What cannot be opened as a whole</h2>
    <p class="hint">A name that is a link leads to a page that says what is left of the search and what can be done. Whatever is no link can be opened by its owner alone.</p>
    <Scroll label="What cannot be opened as a whole">
      <table class="list"><thead><tr><th scope="col">Folder</th><th scope="col">Why</th></tr></thead>
        <tbody>{list.unreadable.map(one => <tr key={one.folder}>
          <th scope="row">{one.id === null ? <code>{one.folder}</code> : <a href={address(['s', one.id])} data-row><code>{one.folder}</code></a>}</th>
          <td class="words">{one.reason}</td></tr>)}</tbody></table>
    </Scroll>
  </section>
);

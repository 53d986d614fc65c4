import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { ArchitectureList, ArchitectureRow, Overview } from '../api';
import { asCsv, question } from '../data/asking';
import { useRevision } from '../data/events';
import { useAnswer } from '../data/useAnswer';
import { CsvLink } from '../charts/Frame';
import { Copy } from '../parts/Copy';
import { Drawing } from '../parts/Drawing';
import { Filter } from '../parts/Filter';
import { Pager, pageSize } from '../parts/Pager';
import { Shown } from '../parts/Problem';
import { SortHead } from '../parts/SortHead';
import { address, setParameters, usePlace } from '../shell/router';
import { Scroll } from '../parts/Scroll';
import { costTitle, costValue } from '../text/costs';
import { count, number, shortened } from '../text/format';

/** Every architecture that a search met, with what it got. */
export function ArchitecturesPage({ overview }: { overview: Overview }) {
  const { query } = usePlace();
  const sorting = { by: query.get('sort') ?? 'best', isDescending: (query.get('desc') ?? '1') === '1' };
  const offset = Number(query.get('offset') ?? 0);
  const asked = question(['searches', overview.id, 'architectures'], {
    sort: sorting.by, desc: String(sorting.isDescending), q: query.get('q') ?? '', decision: query.get('decision') ?? '', option: query.get('option') ?? '',
    offset, limit: pageSize,
  });
  const answer = useAnswer<ArchitectureList>(asked, useRevision(overview.id));
  const isQueryOpen = query.get('open') === 'query';
  return (
    <>
      <div class="bar">
        <Filter name="q" label="Tokens" placeholder="such as 0 0 1" />
        <DecisionFilter overview={overview} />
        <span class="fill" />
        <CsvLink to={asCsv(asked)} what={`architectures of ${overview.name}`} />
        <button type="button" class="quiet small" aria-expanded={isQueryOpen} onClick={() => setParameters({ open: isQueryOpen ? '' : 'query' }, 'replace')}>query</button>
      </div>
      <Shown answer={answer}>
        {list => <>
          {isQueryOpen && <div class="query"><Copy text={list.query} what="the query" /><pre tabIndex={0}>{list.query}</pre></div>}
          {list.rows.length === 0 ? <p class="empty">{list.note === '' ? 'No architecture is like that.' : list.note}</p>
            : <><WithDrawing overview={overview} list={list} sorting={sorting} />
              <Pager offset={list.offset} shown={list.rows.length} total={list.total} what="architectures" /></>}
        </>}
      </Shown>
    </>
  );
}

interface ListProps {
  overview: Overview;
  list: ArchitectureList;
  sorting: { by: string; isDescending: boolean };
}

/** The table, and where there is room the drawing of the row that the pointer or the keyboard is at. */
function WithDrawing({ overview, list, sorting }: ListProps) {
  const [at, setAt] = useState<string | null>(null);
  const row = list.rows.find(one => one.tokens === at) ?? list.rows[0];
  return (
    <div class="split beside">
      <ArchitectureTable overview={overview} list={list} sorting={sorting} onAt={setAt} />
      {row && <Beside overview={overview} row={row} />}
    </div>
  );
}

const Beside = ({ overview, row }: { overview: Overview; row: ArchitectureRow }) => (
  <aside class="card">
    <h2>Drawing</h2>
    <Drawing search={overview.id} tokens={row.tokens} href={address(['s', overview.id, 'a', row.tokens])} />
    <p class="hint"><code>{row.tokens}</code></p>
  </aside>
);

function ArchitectureTable({ overview, list, sorting, onAt }: ListProps & { onAt: (tokens: string) => void }) {
  const head = (name: string, title: string, first = true) =>
    <SortHead name={name} title={title} sorting={sorting} isNumber isDescendingFirst={first} />;
  const hasAlone = list.rows.some(row => row.alone !== null);
  return (
    <Scroll label="Architectures">
      <table class="list">
        <thead><tr>
          <SortHead name="tokens" title="Architecture" sorting={sorting} />
          {head('best', 'Best reward')}{head('mean', 'Mean')}{head('last', 'Last')}{head('times', 'Times')}{head('firstStep', 'First step', false)}{head('lastStep', 'Last step')}
          {list.costs.map(cost => <SortHead key={cost.name} name={cost.name} title={costTitle(cost)} sorting={sorting} isNumber isDescendingFirst={false} />)}
          {hasAlone && head('alone', 'Trained alone')}
        </tr></thead>
        <tbody>{list.rows.map(row => (
          <tr key={row.tokens} onMouseEnter={() => onAt(row.tokens)} onFocusIn={() => onAt(row.tokens)}>
            <th scope="row" class="tokens"><a href={address(['s', overview.id, 'a', row.tokens])} data-row title={row.tokens}>{shortened(row.tokens, 60)}</a>
              {row.isChosen && <span class="tag">chosen</span>}</th>
            <Figure name="Best reward"><b>{number(row.best)}</b></Figure><Figure name="Mean">{number(row.mean)}</Figure><Figure name="Last">{number(row.last)}</Figure>
            <Figure name="Times">{count(row.times)}</Figure><Figure name="First step">{count(row.firstStep)}</Figure><Figure name="Last step">{count(row.lastStep)}</Figure>
            {list.costs.map((cost, at) => <Figure key={cost.name} name={costTitle(cost)}>{number(costValue(cost, row.costs[at] ?? null))}</Figure>)}
            {hasAlone && <Figure name="Trained alone">{number(row.alone)}</Figure>}
          </tr>))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** A cell with a number; where columns have no heads its name stands above it. */
const Figure = ({ name, children }: { name: string; children: ComponentChildren }) => <td class="number" data-name={name}>{children}</td>;

/** "This option at that decision". */
function DecisionFilter({ overview }: { overview: Overview }) {
  const { query } = usePlace();
  const decision = query.get('decision') ?? '';
  const options = overview.decisions.find(one => one.name === decision)?.options ?? [];
  if (overview.decisions.length === 0) return null;
  return (
    <>
      <label>Where <select value={decision} onChange={event => {
        const chosen = event.currentTarget.value;
        setParameters({ decision: chosen, option: overview.decisions.find(one => one.name === chosen)?.options[0] ?? '', offset: '' });
      }}>
        <option value="">any decision</option>
        {overview.decisions.map(one => <option key={one.name} value={one.name}>{one.name}</option>)}
      </select></label>
      {options.length > 0 && <label>is <select value={query.get('option') ?? ''} onChange={event => setParameters({ option: event.currentTarget.value, offset: '' })}>
        {options.map(option => <option key={option} value={option}>{option}</option>)}
      </select></label>}
    </>
  );
}

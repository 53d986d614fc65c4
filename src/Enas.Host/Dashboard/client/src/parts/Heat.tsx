import type { OptionShare } from '../api';
import { percent } from '../text/format';
import { Scroll } from './Scroll';

/** Decisions of one kind: rows, columns, and what stands where they meet. */
export interface HeatTable {
  title: string;
  /** What a row is. */
  of: string;
  rows: readonly string[];
  columns: readonly string[];
  /** By row and column; null where there is nothing to decide. */
  cells: readonly (readonly (OptionShare | null)[])[];
}

/** A table whose cells are the heat map: the figures can be read, found and copied. Each leads to the architectures that have it. */
export const Heat = ({ table, hrefOf }: { table: HeatTable; hrefOf: (share: OptionShare) => string }) => (
  <div class="heat-table">
    <h3>{table.title}</h3>
    <Scroll label={table.title}>
      <table class="heat">
        <thead><tr><th scope="col">{table.of}</th>{table.columns.map(name => <th scope="col" key={name}>{name}</th>)}</tr></thead>
        <tbody>{table.rows.map((name, row) => (
          <tr key={name}><th scope="row">{name}</th>
            {table.columns.map((option, column) => {
              const share = table.cells[row]?.[column] ?? null;
              return share === null ? <td key={option} class="none" />
                : <td key={option} style={{ '--share': share.share }}><a href={hrefOf(share)}>{percent(share.share)}</a></td>;
            })}</tr>))}
        </tbody>
      </table>
    </Scroll>
  </div>
);

const titles: Record<string, string> = { operation: 'What is computed', input: 'What is read', value: 'Values' };

/** The tables of a window: decisions that are about the same, with the same options where these are no list that grows. */
export function heatTables(shares: readonly OptionShare[]): HeatTable[] {
  const byDecision = groups(shares, share => share.decision);
  const alike = groups([...byDecision.values()], options => `${options[0]?.role} ${options[0]?.role === 'value' ? options.map(one => one.option).join('\n') : ''}`);
  return [...alike.values()].map(decisions => (decisions[0]?.[0]?.role === 'skip' ? skips(decisions) : byOption(decisions)));
}

function byOption(decisions: readonly OptionShare[][]): HeatTable {
  const columns = [...new Set(decisions.flatMap(options => options.map(one => one.option)))];
  const role = decisions[0]?.[0]?.role ?? '';
  return {
    title: titles[role] ?? role, of: 'decision', columns,
    rows: decisions.map(options => options[0]?.decision ?? ''),
    cells: decisions.map(options => columns.map(column => options.find(one => one.option === column) ?? null)),
  };
}

// A skip is no or yes: its share of yes stands where the one that reads meets the one that is read.
function skips(decisions: readonly OptionShare[][]): HeatTable {
  const taken = decisions.map(options => options.at(-1)).filter(one => one !== undefined);
  const parts = (name: string): [string, string] => {
    const at = name.lastIndexOf('/');
    return at < 0 ? [name, 'taken'] : [name.slice(0, at), name.slice(at + 1)];
  };
  const rows = [...new Set(taken.map(one => parts(one.decision)[0]))];
  const columns = [...new Set(taken.map(one => parts(one.decision)[1]))];
  return {
    title: 'How often a skip is taken', of: 'into', rows, columns,
    cells: rows.map(row => columns.map(column => taken.find(one => {
      const [into, from] = parts(one.decision);
      return into === row && from === column;
    }) ?? null)),
  };
}

function groups<T>(all: readonly T[], key: (one: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const one of all) {
    const group = found.get(key(one));
    if (group) group.push(one);
    else found.set(key(one), [one]);
  }
  return found;
}

import { setParameters } from '../shell/router';
import { count } from '../text/format';

export const pageSize = 50;

/** Pages of a table; where one is, is in the address. */
export function Pager({ offset, shown, total, what }: { offset: number; shown: number; total: number; what: string }) {
  const turn = (to: number) => setParameters({ offset: to <= 0 ? '' : String(to) });
  const pages = Math.ceil(total / pageSize);
  const page = Math.floor(offset / pageSize) + 1;
  return (
    <nav class="pager" aria-label={`Pages of ${what}`}>
      <span role="status">{total === 0 ? `no ${what}` : `${count(offset + 1)} to ${count(offset + shown)} of ${count(total)} ${what}`}</span>
      {pages > 1 && <>
        <button type="button" data-previous disabled={offset === 0} onClick={() => turn(offset - pageSize)}>‹ previous</button>
        <label>page <input type="number" min={1} max={pages} value={page}
          onChange={event => turn((Math.max(1, Math.min(pages, event.currentTarget.valueAsNumber || 1)) - 1) * pageSize)} /> of {count(pages)}</label>
        <button type="button" data-next disabled={offset + pageSize >= total} onClick={() => turn(offset + pageSize)}>next ›</button>
      </>}
    </nav>
  );
}

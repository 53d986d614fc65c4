import { setParameters } from '../shell/router';

export interface Sorting {
  by: string;
  isDescending: boolean;
}

/** The head of a column that sorts by it; again turns the order round. */
export function SortHead({ name, title, sorting, isNumber = false, isDescendingFirst = isNumber }: {
  name: string; title: string; sorting: Sorting; isNumber?: boolean; isDescendingFirst?: boolean;
}) {
  const isHere = sorting.by === name;
  const next = isHere ? !sorting.isDescending : isDescendingFirst;
  return (
    <th scope="col" class={isNumber ? 'number' : undefined} aria-sort={isHere ? (sorting.isDescending ? 'descending' : 'ascending') : undefined}>
      <button type="button" class="sort" onClick={() => setParameters({ sort: name, desc: next ? '1' : '0', offset: '' })}>
        {title}<span aria-hidden="true">{isHere ? (sorting.isDescending ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );
}

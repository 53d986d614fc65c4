import type { ComponentChildren } from 'preact';

export interface TileContent {
  label: string;
  value: ComponentChildren;
  /** A second line. */
  more?: ComponentChildren;
}

/** The figures of a view, each with its name. */
export const Tiles = ({ tiles }: { tiles: readonly (TileContent | null)[] }) => (
  <dl class="tiles">
    {tiles.filter(tile => tile !== null).map(({ label, value, more }) => (
      <div key={label}><dt>{label}</dt><dd>{value}</dd>{more !== undefined && more !== null && more !== '' && <dd class="more">{more}</dd>}</div>
    ))}
  </dl>
);

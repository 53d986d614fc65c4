import type { CostColumn } from '../api';

const million = 1e6;

/** The title of a cost with its unit. */
export const costTitle = (cost: CostColumn): string => (cost.unit === '' ? cost.title : `${cost.title}, ${cost.unit}`);

/** A value in the unit that people see: answers have counts, and millions are shown of those that have the unit M. */
export const costValue = (cost: CostColumn | null, value: number | null): number | null =>
  value === null ? null : cost?.unit === 'M' ? value / million : value;

import { useEffect, useState } from 'preact/hooks';
import type { LineChart as Chart, LineChartProps } from './LineChart';

let chart: typeof Chart | null = null;

/** Loads what draws lines, a file of its own: lists and tables do without it. */
export async function loadLines(): Promise<typeof Chart> {
  chart ??= (await import('./LineChart')).LineChart;
  return chart;
}

/** Lines over one axis, as soon as what draws them is there. */
export function LineChart(properties: LineChartProps) {
  const [state, setState] = useState<'loading' | 'there' | 'failed'>(chart === null ? 'loading' : 'there');
  useEffect(() => {
    if (state === 'loading') loadLines().then(() => setState('there'), () => setState('failed'));
  }, []);
  if (state === 'failed') return <p class="empty">What draws this could not be loaded. Reload the page; the table below has the values.</p>;
  const Drawn = chart;
  return Drawn === null ? <div class="canvas waiting" aria-busy="true" /> : <Drawn {...properties} />;
}

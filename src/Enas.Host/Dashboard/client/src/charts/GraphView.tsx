import type { Graph } from '../api';

const plainRow = 34;
const labelledRow = 46;
const boxHeight = 26;
const characterWidth = 7.6;
const leastLane = 78;
const narrowLane = 15;
const margin = 10;

/**
 * A graph whose nodes and edges have the same place in all architectures of a search, so that a change is seen as one: nodes in a column,
 * an edge as an arc that reaches as far as it spans.
 */
export function GraphView({ graph, spans, sentence }: { graph: Graph; spans: number; sentence: string }) {
  const says = graph.nodes.some(node => node.includes(' = '));
  const edges = graph.edges;
  const lane = Math.max(leastLane, 14 + characterWidth * Math.max(0, ...edges.map(edge => edge.label.length)));
  const reach = says ? narrowLane : lane;
  const row = says ? plainRow : labelledRow;
  const box = { width: 28 + characterWidth * Math.max(...graph.nodes.map(node => node.length)), height: boxHeight };
  const height = 2 * margin + graph.nodes.length * row;
  const y = (node: number) => height - margin - (node + 0.5) * row;
  const right = margin + box.width;
  const width = right + spans * reach + (says ? margin : lane);
  return (
    <div class="scroll" role="region" aria-label="Graph" tabIndex={0}>
      <svg class="graph" width={width} height={height} role="img" aria-label={sentence}>
        {edges.map(edge => {
          const far = right + (edge.to - edge.from) * reach;
          const middle = (y(edge.from) + y(edge.to)) / 2;
          return <g key={`${edge.from}-${edge.to}`} class={edge.style === 'identity' ? 'edge passes' : 'edge'}>
            <path d={`M${right} ${y(edge.from) - 4}C${far + reach / 3} ${y(edge.from)} ${far + reach / 3} ${y(edge.to)} ${right + 6} ${y(edge.to) + 4}`} />
            <path class="tip-of" d={`M${right + 1} ${y(edge.to) + 4}l8 -4v8z`} />
            {edge.label !== '' && <><rect class={`op ${edge.style}`} x={far - lane / 2} y={middle - 11} width={lane - 4} height={22} rx={5} />
              <text x={far - 2} y={middle + 4} text-anchor="middle">{edge.label}</text></>}
          </g>;
        })}
        {graph.nodes.map((node, at) => {
          const [name, computes] = node.split(' = ', 2);
          return <g key={at} class="node"><rect x={margin} y={y(at) - box.height / 2} width={box.width} height={box.height} rx={6} />
            <text x={margin + 8} y={y(at) + 5}>{name}</text>{computes !== undefined && <text key={computes} class="computes" x={margin + box.width - 8} y={y(at) + 5} text-anchor="end">{computes}</text>}</g>;
        })}
      </svg>
    </div>
  );
}

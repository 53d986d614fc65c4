import { useEffect } from 'preact/hooks';
import type { Overview } from '../api';
import { loadLines } from '../charts/Lines';
import { question } from '../data/asking';
import { useRevision } from '../data/events';
import { useAnswer } from '../data/useAnswer';
import { Badge } from '../parts/Badge';
import { Shown } from '../parts/Problem';
import { address } from '../shell/router';
import { ArchitecturePage } from './ArchitecturePage';
import { ArchitecturesPage } from './ArchitecturesPage';
import { AuditPage } from './AuditPage';
import { FidelityPage } from './FidelityPage';
import { OverviewPage } from './OverviewPage';
import { ParetoPage } from './ParetoPage';
import { PolicyPage } from './PolicyPage';
import { TrainingPage } from './TrainingPage';

/** The pages of a search by the part of the address that names them. */
const pages: Record<string, { title: string; page: (overview: Overview) => preact.JSX.Element; isFor: (overview: Overview) => boolean }> = {
  '': { title: 'Overview', page: overview => <OverviewPage overview={overview} />, isFor: overview => !overview.isTraining },
  training: { title: 'Training', page: overview => <TrainingPage overview={overview} />, isFor: overview => overview.isTraining },
  architectures: { title: 'Architectures', page: overview => <ArchitecturesPage overview={overview} />, isFor: overview => !overview.isTraining },
  policy: { title: 'Policy', page: overview => <PolicyPage overview={overview} />, isFor: overview => !overview.isTraining },
  rank: { title: 'Fidelity', page: overview => <FidelityPage overview={overview} />, isFor: overview => !overview.isTraining },
  pareto: { title: 'Cost', page: overview => <ParetoPage overview={overview} />, isFor: overview => !overview.isTraining },
  audit: { title: 'Audit', page: overview => <AuditPage overview={overview} />, isFor: () => true },
};

/** A search: its name and state, its tabs, and the page that the address names. */
export function SearchPage({ id, page, tokens }: { id: string; page: string; tokens: string | null }) {
  const answer = useAnswer<Overview>(question(['searches', id]), useRevision(id));
  // Most of its pages draw lines: what does it comes while the data come. A failure is said where a chart is.
  useEffect(() => void loadLines().catch(() => {}), []);
  return (
    <>
      {!answer.data && <h1 class={answer.problem ? undefined : 'unseen'}>{id}</h1>}
      {answer.problem && !answer.data && answer.problem.status !== 401 && <p class="crumb"><a href={address([])}>All searches</a></p>}
      <Shown answer={answer}>{overview => {
        const here = page === '' && overview.isTraining ? 'training' : page;
        return <>
          <Title overview={overview} />
          <nav class="tabs" aria-label="Pages of this search">
            {Object.entries(pages).filter(([, { isFor }]) => isFor(overview)).map(([name, { title }]) =>
              <a key={name} href={address(['s', id, ...(name === '' ? [] : [name])])} aria-current={tokens === null && here === name ? 'page' : undefined}>{title}</a>)}
          </nav>
          {tokens !== null ? <ArchitecturePage key={tokens} overview={overview} tokens={tokens} />
            : pages[here]?.page(overview) ?? <p class="empty">There is no page "{page}" of a search.</p>}
        </>;
      }}</Shown>
    </>
  );
}

const Title = ({ overview }: { overview: Overview }) => (
  <div class="title">
    <h1>{overview.name}</h1> <Badge status={overview.status} />
    <p class="lead">{[overview.kind, overview.space, overview.strategy, `seed ${overview.seed}`].filter(part => part).join(' · ')}
      {overview.tags.map(tag => <span class="tag" key={tag}>{tag}</span>)}{overview.why && <> · {overview.why}</>}</p>
  </div>
);

using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;

namespace Enas.Pipeline.Strategies;

/// <summary>All that others must know of a strategy: one sealed class for each folder of Strategies, listed once, in the
/// catalog of strategies.</summary>
public interface IStrategyKind
{
    /// <summary>Its name in job files and facts: <c>evolution</c>.</summary>
    string Name { get; }

    /// <summary>One line for people: what it does.</summary>
    string Summary { get; }

    /// <summary>Whether it chooses without learning anything: then it is the null model that others are compared with.</summary>
    bool IsNullModel => false;

    /// <summary>Whether with shared weights, too, its candidates are the best of all that it evaluated: then as many random ones are no
    /// equals of theirs.</summary>
    bool NamesBestOfEvaluated => false;

    /// <summary>Whether it is made for a dozen or so architectures that are trained alone: then it is what a search has that is planned
    /// in minutes.</summary>
    bool IsForFewTrainings => false;

    /// <summary>What it cannot do without.</summary>
    StrategyNeeds Needs => StrategyNeeds.None;

    /// <summary>Whether what chooses architectures learns from gradients of a mixture, and not from rewards of architectures.</summary>
    bool LearnsFromGradients => Needs.HasFlag(StrategyNeeds.Mixtures);

    /// <summary>Whether it has a policy that draws architectures for their rewards, so that its samples tell what it has learned.</summary>
    bool HasPolicy => Policy != PolicySections.None;

    /// <summary>Whether that policy is a network of its own.</summary>
    bool HasPolicyNetwork => Policy.HasFlag(PolicySections.Network);

    /// <summary>Whether it can compare architectures by measure and cost side by side, so that its objective can be a front.</summary>
    bool RanksByFront => false;

    /// <summary>Whether it learns from what architectures cost, so that its objective is never the measure alone.</summary>
    bool LooksAtCosts => false;

    /// <summary>Whether what a mixture of architectures is expected to cost is a factor of its loss.</summary>
    bool HasCostInLoss => false;

    /// <summary>Whether all options of each choice run in a step of a job, as a mixture, instead of the one of an architecture.</summary>
    bool RunsAllOptions(JobOptions job) => false;

    /// <summary>Passes forward and backward over training data that a policy step makes for its gradient, beside the one over validation
    /// data; null where a policy step measures rewards and takes no gradient.</summary>
    int? UnrolledPassesOf(JobOptions job) => null;

    /// <summary>Whether it can propose architectures before those that it proposed last are evaluated, so that several are under
    /// way.</summary>
    bool ProposesAhead => false;

    /// <summary>Whether its own options say how much is evaluated, so that its jobs have no budget of evaluations.</summary>
    bool HasOwnBudget => false;

    /// <summary>The architectures that a search trains alone to evaluate them, where it does that.</summary>
    IReadOnlyList<PlannedTrainings> TrainingsOf(JobOptions job) => [new(job.Budget.Evaluations, job.Child.Steps)];

    /// <summary>Its own events, beside those that every search has.</summary>
    IReadOnlyList<EventKind> Events => [];

    /// <summary>Its own rows of the table of options, under <c>strategy</c> and <c>policy</c>.</summary>
    IReadOnlyList<JobOption> Options => [];

    /// <summary>What several options must fulfil together under it.</summary>
    IReadOnlyList<JobRule> Rules => [];

    /// <summary>What in a job keeps it from learning, a sentence each; such a job can be run all the same.</summary>
    /// <param name="job">The job with every default filled in.</param>
    /// <param name="updates">Policy steps of its budget.</param>
    IEnumerable<string> WarningsOf(JobOptions job, long updates) => [];

    /// <summary>The zero-cost proxy that its first proposals are chosen by, and the option that says so; null for none.</summary>
    (ZeroCostProxy Proxy, string Key)? WarmStartOf(JobOptions job) => null;

    /// <summary>The rows of <c>policy</c> that it shares with others.</summary>
    PolicySections Policy => PolicySections.None;

    /// <summary>The steps of a job's whole budget: what is told before a search, and what a learning rate falls over.</summary>
    /// <param name="job">The job with every default filled in.</param>
    /// <param name="weightStepsPerEpoch">Weight steps in one pass over the training data; null where there are no shared weights.</param>
    Schedule TotalsOf(JobOptions job, int? weightStepsPerEpoch) => weightStepsPerEpoch is { } epoch
        ? new Schedule(job.Strategy, job.Budget.Rounds, epoch)
        : Schedule.OfEvaluations(job.Budget.Evaluations, job.Strategy.SamplesPerPolicyStep);

    /// <summary>The rounds of a job's whole budget, for people.</summary>
    /// <param name="job">The job with every default filled in.</param>
    /// <param name="hasSharedWeights">Whether there are shared weights to train.</param>
    int RoundsOf(JobOptions job, bool hasSharedWeights) => hasSharedWeights
        ? job.Budget.Rounds
        : new EvaluationSchedule(job.Budget.Evaluations, job.Strategy.SamplesPerPolicyStep)
            .End(job.Budget.Evaluations / job.Strategy.SamplesPerPolicyStep).Round;

    /// <summary>What random search has to be told, as <c>key=value</c>, to train the shared weights as long as a job of this strategy does:
    /// empty where both have the same options for that.</summary>
    IReadOnlyList<string> SharedWeightsAtRandom(JobOptions job) => [];

    /// <summary>What its steps are called, for people, in which no weights are trained: "200 ...".</summary>
    string StepWords(JobOptions job) => "evaluations";

    /// <summary>What those steps are called as a part of what a search cost.</summary>
    string StageWords => "evaluations";

    /// <summary>The state that a search begins with.</summary>
    /// <param name="started">Its first fact; a branch begins with what its parent's state was.</param>
    IStrategyState Begin(SearchStarted started);

    /// <summary>
    /// The entropy that an architecture's sample reports while every choice is equally likely, in nats: what a learning policy is measured
    /// against. Null for a strategy whose samples have none.
    /// </summary>
    double? UniformEntropy(SearchSpace space, JobOptions job);

    /// <summary>Whether a branch may go on from a search of another strategy; both may be the same.</summary>
    bool CanForkFrom(IStrategyKind parent) => parent.Name == Name;

    /// <summary>Makes the strategy. Creates nothing on disk.</summary>
    IStrategy Create(StrategyContext context);
}

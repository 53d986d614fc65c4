using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies.Reinforce;

namespace Enas.Pipeline.Strategies.Random;

/// <summary>Random search (with shared weights: Li and Talwalkar 2019): the steps of ENAS with a uniform policy
/// that never learns.</summary>
internal sealed class RandomKind : IStrategyKind
{
    /// <inheritdoc />
    public string Name => "random";

    /// <inheritdoc />
    public string Summary => "a uniform policy under the same budget";

    /// <inheritdoc />
    public string StepWords(JobOptions job) =>
        job.Strategy.SamplesPerPolicyStep == 1 ? "evaluations" : $"steps of {job.Strategy.SamplesPerPolicyStep} evaluations";

    /// <inheritdoc />
    public bool ProposesAhead => true;

    /// <inheritdoc />
    public bool IsNullModel => true;

    /// <inheritdoc />
    /// <remarks>With shared weights its jobs have always had the options of the policy that it does without; they are
    /// in their facts.</remarks>
    public PolicySections Policy => PolicySections.Network | PolicySections.Training;

    /// <inheritdoc />
    public IStrategyState Begin(SearchStarted started) => ReinforceState.Of(started);

    /// <inheritdoc />
    public double? UniformEntropy(SearchSpace space, JobOptions job) => space.UniformEntropy(ofSampledOption: false);

    /// <inheritdoc />
    /// <remarks>A policy that learned can be left aside; the other way there are no weights of a policy to go on with.</remarks>
    public bool CanForkFrom(IStrategyKind parent) => true;

    /// <inheritdoc />
    public IStrategy Create(StrategyContext context) => new ReinforceStrategy(
        context,
        new UniformPolicy(context.Space, context.Job.Seed),
        // Nothing learns from it; it is recorded as the moving average, whatever a job says for a policy that would.
        new MovingBaselineRule(context.Job.Policy.BaselineDecay));
}

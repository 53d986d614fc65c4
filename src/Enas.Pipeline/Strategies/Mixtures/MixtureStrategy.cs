using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Mixtures;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Steps.Train;

namespace Enas.Pipeline.Strategies.Mixtures;

/// <summary>
/// Differentiable search (DARTS and its relatives): weight steps on the training data and steps of the architecture
/// parameters on the validation data take turns. What a weight step and a gradient see is a mixture of all options, or, under a hard rule,
/// the one architecture that was drawn. The parameters follow from the recorded gradients alone.
/// </summary>
internal sealed class MixtureStrategy : IStrategy
{
    private readonly MixtureRule _rule;
    private readonly SearchSpace _space;
    private readonly ulong _seed;
    private readonly AlphaOptions _options;
    private readonly Alphas _alphas;
    private readonly AlphaPolicy _policy;

    /// <summary>The strategy of a job under a rule.</summary>
    public MixtureStrategy(StrategyContext context, MixtureRule rule)
    {
        var job = context.Job;
        (_rule, _space, _seed, _options) = (rule, context.Space, job.Seed, AlphaOptions.Read(job));
        _alphas = new Alphas(context.Space.Relaxation, _options, job.Seed);
        _policy = new AlphaPolicy(_alphas, job.Seed);
        Schedule = context.RecordedSchedule ?? new MixtureSchedule(job.Strategy, job.Budget.Rounds, context.WeightStepsPerEpoch
            ?? throw new ArgumentException($"{job.Strategy.Kind} needs shared weights", nameof(context)));
    }

    /// <inheritdoc />
    public ISchedule Schedule { get; }

    /// <inheritdoc />
    public void AddHandlers(IHandlerRegistry registry)
    {
        registry.Handle(new SampleArchitectureHandler(_policy, _policy));
        registry.Handle(new UpdateAlphasHandler(_space, _alphas, _options, _rule, Schedule, DrawOf));
    }

    /// <inheritdoc />
    public bool IsDone(IStrategyState state, long stepCount) => stepCount >= Schedule.TotalSteps || ((MixtureState)state).IsStopped;

    /// <inheritdoc />
    public Task StepAsync(IStrategyStep step) =>
        step.Position.Phase == Phases.Weights ? WeightStepAsync(step) : ArchitectureStepAsync(step);

    /// <inheritdoc />
    /// <remarks>First the architecture that the parameters name, then draws from them.</remarks>
    public IEnumerable<Architecture> Candidates(IStrategyState state, StepPosition position, int count)
    {
        var strongest = _alphas.Relaxation.ArchitectureOf(_alphas.Relaxation.Strongest(_alphas.LogWeights()));
        var drawn = DistinctSamples.Of(_policy, "candidates", position.Step, count);
        return _rule.NamesStrongest ? drawn.Prepend(strongest).DistinctBy(architecture => architecture.Tokens).Take(count) : drawn;
    }

    /// <inheritdoc />
    public IReadOnlyList<ICheckpointed> Sections => [_alphas];

    /// <inheritdoc />
    public void Dispose() => _policy.Dispose();

    private async Task WeightStepAsync(IStrategyStep step)
    {
        var weightStep = Schedule.WeightStepsBefore(step.Position.Step);
        if (_rule.IsHard)
        {
            var sampled = await step.SendAsync(new SampleArchitecture(step.Position, 0, step.Trials));
            await step.SendAsync(new TrainSharedWeights(step.Position, sampled.Tokens, weightStep));
        }
        else
        {
            await step.SendAsync(new TrainMixture(step.Position, DrawOf(step.Position).Soft, weightStep));
        }
    }

    private async Task ArchitectureStepAsync(IStrategyStep step)
    {
        if (_rule.IsHard)
        {
            await step.SendAsync(new SampleArchitecture(step.Position, 0, step.Trials));
        }

        var costs = _rule.Cost is null ? null
            : ((MixtureState)step.State).Costs ?? await step.SendAsync(new MeasureOptionCosts(step.Position));
        var draw = DrawOf(step.Position);
        var measured = await step.SendAsync(new MeasureMixtureGradient(
            step.Position, _rule.IsHard ? draw.Hard : draw.Soft,
            _rule.IsSecondOrder ? Schedule.WeightStepsBefore(step.Position.Step) : null));
        if (costs is null)
        {
            await step.SendAsync(new UpdateAlphas(step.Position, [.. measured.Gradient.Select(slope => (double)slope)]));
            return;
        }

        var expected = costs.ExpectedOf(draw.Weights);
        await step.SendAsync(new UpdateAlphas(
            step.Position, _rule.Cost!.GradientOf(measured.Loss, measured.Gradient, costs, expected), expected));
    }

    private RelaxedDraw DrawOf(StepPosition position) => new(
        _alphas,
        _rule.HasNoise ? Gumbel.Of(_alphas.Relaxation, _seed, AlphaPolicy.StreamOf(position.Phase), position.Step, 0) : null,
        _rule.Temperature?.Invoke(position) ?? 1);
}

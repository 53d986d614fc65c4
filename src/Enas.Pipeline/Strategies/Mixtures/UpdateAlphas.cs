using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using MediatR;

namespace Enas.Pipeline.Strategies.Mixtures;

/// <summary>Move the architecture parameters against a gradient.</summary>
/// <param name="ByWeights">The loss's derivative by the weight of each option in the step's mixture.</param>
/// <param name="ExpectedCost">Multiply-adds that the mixture expects; null where cost is not in the loss.</param>
internal sealed record UpdateAlphas(StepPosition Position, IReadOnlyList<double> ByWeights, double? ExpectedCost = null)
    : IRequest<AlphasUpdated>;

/// <summary>Moves them.</summary>
/// <param name="alphas">The parameters.</param>
/// <param name="options">How they learn.</param>
/// <param name="rule">How they become a mixture.</param>
/// <param name="schedule">Where rounds end.</param>
/// <param name="drawOf">The mixture of a step.</param>
internal sealed class UpdateAlphasHandler(
    SearchSpace space, Alphas alphas, AlphaOptions options, MixtureRule rule, ISchedule schedule, Func<StepPosition, RelaxedDraw> drawOf)
    : IRequestHandler<UpdateAlphas, AlphasUpdated>
{
    /// <inheritdoc />
    public Task<AlphasUpdated> Handle(UpdateAlphas request, CancellationToken cancellationToken)
    {
        var gradient = drawOf(request.Position).GradientOf(request.ByWeights);
        alphas.Update(gradient);
        var strongest = alphas.Relaxation.ArchitectureOf(alphas.Relaxation.Strongest(alphas.LogWeights()));
        Decision[] skips = [.. space.Decisions.Zip(strongest.Values)
            .Where(pair => pair.First.SkipValue == pair.Second).Select(pair => pair.First)];
        return Task.FromResult(new AlphasUpdated(
            request.Position,
            Math.Sqrt(gradient.Sum(slope => slope * slope)),
            options.LearningRate,
            rule.Temperature?.Invoke(request.Position),
            request.ExpectedCost,
            strongest.Tokens,
            skips.Length,
            alphas.Entropy,
            alphas.Digest,
            IsStop(request.Position.Step, skips)));
    }

    // Parameters that have hardly moved name what their noise names.
    private bool IsStop(long step, Decision[] skips) => rule.StopAtSkips > 0 && schedule.EndsRound(step) && alphas.HasLeftItsNoise
        && skips.GroupBy(decision => decision.Cell).Any(cell => cell.Count() >= rule.StopAtSkips);
}

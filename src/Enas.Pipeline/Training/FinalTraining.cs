using System.Runtime.CompilerServices;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Score;
using MediatR;

namespace Enas.Pipeline.Training;

/// <summary>
/// The work of training one architecture from scratch, as requests and events like a search's: a weight step is shared-weights-trained, the
/// measure of the validation set after each epoch, and after the last step, is candidate-scored, and the test set is measured once, at the
/// end, on the weights of the best validation. Nothing is ever selected on the test set. A set that is not there is not measured.
/// </summary>
/// <param name="network">What is trained.</param>
/// <param name="architecture">Its architecture.</param>
/// <param name="epochs">Passes over the training set.</param>
/// <param name="mediator">Where the requests go.</param>
/// <param name="measurements">What the measuring behaviour saw of the last request.</param>
internal sealed class FinalTraining(
    IFixedNetwork network, Architecture architecture, int epochs, IMediator mediator, StepMeasurements measurements) : ISearchWork
{
    /// <summary>The rule of a training without a validation set.</summary>
    private const string LastWeights = "last-weights";

    /// <inheritdoc />
    public long TotalSteps => Steps > 0 ? Steps : network.StepsIn(epochs);

    /// <summary>
    /// Steps in all, in the place of whole epochs; 0 where epochs say how long. The last step ends an epoch too, a part of one.
    /// </summary>
    public int Steps { get; init; }

    /// <summary>Whether the test set is measured at the end.</summary>
    public bool IsTested { get; init; } = true;

    /// <inheritdoc />
    public IReadOnlyList<ICheckpointed> Sections => network.Sections;

    /// <inheritdoc />
    public StepPosition At(long step) => new(step, Phases.Weights, network.EpochOf(step));

    /// <inheritdoc />
    public bool EndsRound(long step) => network.EpochOf(step + 1) > network.EpochOf(step) || step + 1 == TotalSteps;

    /// <inheritdoc />
    public async Task<IReadOnlyList<LogRow>> StepAsync(SearchState state, CancellationToken cancellationToken)
    {
        var position = At(state.StepCount);
        var rows = new List<LogRow> { Measured(await mediator.Send(new TrainFixedNetwork(position), cancellationToken)) };
        if (EndsRound(position.Step) && network.HasValidation)
        {
            var after = position with { Step = position.Step + 1 };
            var scored = await mediator.Send(new ScoreFixedNetwork(after, CandidateSources.Validation, position.Round), cancellationToken);
            rows.Add(Measured(scored));
            network.AfterValidation(scored.Score);
        }

        return rows;
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<LogRow> FinishAsync(Func<SearchState> state, [EnumeratorCancellation] CancellationToken stop)
    {
        var position = new StepPosition(state().StepCount, Phases.End, network.EpochOf(TotalSteps - 1) + 1);
        if (IsTested && network.HasTest && state().Candidates.All(candidate => candidate.Source != CandidateSources.Test))
        {
            yield return Measured(await mediator.Send(new ScoreFixedNetwork(position, CandidateSources.Test, 0), CancellationToken.None));
        }

        yield return (await mediator.Send(new CompleteSearch(Ending(state().Candidates, position)), CancellationToken.None)).ToRow();
    }

    private SearchCompleted Ending(IReadOnlyList<CandidateScored> scores, StepPosition position)
    {
        var best = scores.Where(score => score.Source == CandidateSources.Validation).MinBy(score => score.Rank);
        var test = scores.SingleOrDefault(score => score.Source == CandidateSources.Test);
        return new SearchCompleted(
            position, RuleOf(best), architecture.Tokens, best?.Perplexity, null, null, test?.Perplexity, best?.Accuracy, test?.Accuracy);
    }

    private static string RuleOf(CandidateScored? best) => best is null ? LastWeights
        : best.Accuracy is null ? DeriveRules.LowestPerplexity : DeriveRules.HighestAccuracy;

    private LogRow Measured(ISearchEvent happened) =>
        happened.ToRow() with { DurationMs = measurements.RoundedDurationMs, Observations = measurements.ToObservations() };
}

using System.Globalization;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps;

namespace Enas.Storage.Programs;

/// <summary>Knows of an architecture what somebody told of it; where nobody has, a trial is opened and the search rests until somebody
/// does.</summary>
/// <param name="around">The search.</param>
internal sealed class ToldEvaluator(ProgramSurroundings around) : IChildTrainer
{
    private readonly ToldResults _told = new(around.Search, around.Job, around.Recorded);
    private readonly Trials _trials = new(around.Search);
    private IReadOnlyList<ExpectedChild> _expected = [];

    /// <inheritdoc />
    public void Expect(IReadOnlyList<ExpectedChild> children) => _expected = children;

    /// <inheritdoc />
    public Task<ChildOutcome> TrainAsync(ChildOrder order)
    {
        var (outcome, fault) = _told.Look(order);
        return outcome is not null ? Task.FromResult(outcome) : throw Rest(order, fault);
    }

    private StepStoppedException Rest(ChildOrder order, string? fault)
    {
        foreach (var wanted in _expected.Select(child => child.Order).Prepend(order).Distinct()
            .Where(wanted => _told.Look(wanted).Outcome is null))
        {
            _trials.Open(wanted);
        }

        // The log has nothing of it, so it is as if nobody had told it; only whoever told it can do so again.
        if (fault is not null)
        {
            around.Say($"{ProgramFolder.Of(around.Search, order).Result} {fault}. It is not in the log yet. Tell it again, which puts that "
                + $"file aside: enas {string.Join(' ', TellText.Words(around.Search, NumberOf(order), around.Job))}");
        }

        return new StepStoppedException();
    }

    private string NumberOf(ChildOrder order) =>
        _trials.All.First(trial => trial.Order == order).Number.ToString(CultureInfo.InvariantCulture);
}

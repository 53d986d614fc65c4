using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps;

namespace Enas.Storage.Programs;

/// <summary>Knows of an architecture what somebody told of it; where nobody has, a trial is opened and the search rests until somebody
/// does.</summary>
/// <param name="around">The search.</param>
internal sealed class ToldEvaluator(ProgramSurroundings around) : IChildTrainer
{
    private readonly Measure _measure = SpaceCatalog.MeasureOf(around.Job);
    private readonly Trials _trials = new(around.Search);
    private IReadOnlyList<ExpectedChild> _expected = [];

    /// <inheritdoc />
    public void Expect(IReadOnlyList<ExpectedChild> children) => _expected = children;

    /// <inheritdoc />
    public Task<ChildOutcome> TrainAsync(ChildOrder order) => Task.FromResult(Find(order) ?? throw Rest(order));

    private ChildOutcome? Find(ChildOrder order) => around.Recorded.FirstOrDefault(child => child.Order == order)?.Outcome
        ?? ProgramFolder.Of(around.Search, order).TryRead(_measure);

    private StepStoppedException Rest(ChildOrder order)
    {
        foreach (var wanted in _expected.Select(child => child.Order).Prepend(order).Distinct().Where(wanted => Find(wanted) is null))
        {
            _trials.Open(wanted);
        }

        return new StepStoppedException();
    }
}

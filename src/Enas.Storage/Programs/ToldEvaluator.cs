using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps;

namespace Enas.Storage.Programs;

/// <summary>Knows of an architecture what somebody told of it; where nobody has, a trial is opened and the search rests until somebody
/// does.</summary>
/// <param name="around">The search.</param>
internal sealed class ToldEvaluator(ProgramSurroundings around) : IChildTrainer
{
    private readonly ToldResults _told = new(around.Search, SpaceCatalog.MeasureOf(around.Job), around.Recorded);
    private readonly Trials _trials = new(around.Search);
    private IReadOnlyList<ExpectedChild> _expected = [];

    /// <inheritdoc />
    public void Expect(IReadOnlyList<ExpectedChild> children) => _expected = children;

    /// <inheritdoc />
    public Task<ChildOutcome> TrainAsync(ChildOrder order) => Task.FromResult(_told.Find(order) ?? throw Rest(order));

    private StepStoppedException Rest(ChildOrder order)
    {
        foreach (var wanted in _expected.Select(child => child.Order).Prepend(order).Distinct().Where(wanted => _told.Find(wanted) is null))
        {
            _trials.Open(wanted);
        }

        return new StepStoppedException();
    }
}

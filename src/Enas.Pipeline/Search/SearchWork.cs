using System.Runtime.CompilerServices;
using Enas.Pipeline.Events;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Search;

/// <summary>A search: weight steps and policy steps by the schedule, then the candidates and the choice.</summary>
public sealed class SearchWork(ISchedule schedule, SearchStep step, Derivation derivation, IPolicy policy, ISharedWeights weights) : ISearchWork
{
    /// <inheritdoc />
    public long TotalSteps => schedule.TotalSteps;

    /// <inheritdoc />
    public StepPosition At(long step) => schedule.At(step);

    /// <inheritdoc />
    public bool EndsRound(long step) => schedule.EndsRound(step);

    /// <inheritdoc />
    public Task<IReadOnlyList<LogRow>> StepAsync(SearchState state, CancellationToken cancellationToken) =>
        step.RunAsync(state, schedule.At(state.StepCount), schedule.WeightStepsBefore(state.StepCount), cancellationToken);

    /// <inheritdoc />
    public async IAsyncEnumerable<LogRow> FinishAsync(Func<SearchState> state, [EnumeratorCancellation] CancellationToken stop)
    {
        var position = schedule.End(state().StepCount);
        await foreach (var row in derivation.ScoreAsync(state(), position, stop))
        {
            yield return row;
        }

        if (!stop.IsCancellationRequested)
        {
            yield return derivation.Choose(state(), position with { Phase = Phases.End }).ToRow();
        }
    }

    /// <inheritdoc />
    public void Export(ICollection<KeyValuePair<string, string>> texts, ICollection<CheckpointTensor> tensors)
    {
        policy.Export(texts, tensors);
        weights.Export(texts, tensors);
    }

    /// <inheritdoc />
    public void Import(IReadOnlyList<KeyValuePair<string, string>> texts, IReadOnlyList<CheckpointTensor> tensors)
    {
        policy.Import(texts, tensors);
        weights.Import(texts, tensors);
    }
}

using System.Globalization;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Child;

namespace Enas.Storage.Programs;

/// <summary>What was told of the evaluations of a search: what its log has, and what waits beside it to be taken into that.</summary>
/// <param name="search">The search's folder.</param>
/// <param name="measure">What its values are of.</param>
/// <param name="recorded">The children that its log has.</param>
internal sealed class ToldResults(string search, Measure measure, IReadOnlyList<ChildTrained> recorded)
{
    private readonly Trials _trials = new(search);

    /// <summary>What was told; null where nothing was.</summary>
    /// <exception cref="LogDamagedException">It is not in the log, and its file cannot be used; the message says what can be
    /// done.</exception>
    public ChildOutcome? Find(ChildOrder order)
    {
        if (RecordedOf(order) is { } known)
        {
            return known;
        }

        var (outcome, fault) = FolderOf(order).Look(measure);
        return fault is null ? outcome : throw Unusable($"{FolderOf(order).Result} {fault}. The log does not have it. "
            + $"Tell it again, which puts that file aside: enas tell {search} --trial {NumberOf(order)} --value X");
    }

    /// <summary>Whether there is a result that is not in the log and cannot be used.</summary>
    public bool IsUnusable(ChildOrder order) => RecordedOf(order) is null && FolderOf(order).Look(measure).Fault is not null;

    private LogDamagedException Unusable(string words) => new LogDamagedException(words) { IsBeyondRepair = true }.In(search);

    private ChildOutcome? RecordedOf(ChildOrder order) => recorded.FirstOrDefault(child => child.Order == order)?.Outcome;

    private ProgramFolder FolderOf(ChildOrder order) => ProgramFolder.Of(search, order);

    private string NumberOf(ChildOrder order) =>
        _trials.All.FirstOrDefault(trial => trial.Order == order)?.Number.ToString(CultureInfo.InvariantCulture) ?? "N";
}

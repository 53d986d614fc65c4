using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Child;

namespace Enas.Storage.Programs;

/// <summary>What was told of the evaluations of a search: what its log has, and what waits beside it to be taken into that.</summary>
/// <param name="search">The search's folder.</param>
/// <param name="job">Its job.</param>
/// <param name="recorded">The children that its log has.</param>
internal sealed class ToldResults(string search, JobOptions job, IReadOnlyList<ChildTrained> recorded)
{
    private readonly Measure _measure = SpaceCatalog.MeasureOf(job);
    private readonly Dictionary<ChildOrder, ChildOutcome> _recorded =
        recorded.DistinctBy(child => child.Order).ToDictionary(child => child.Order, child => child.Outcome);

    /// <summary>What was told, or what is wrong with its file where the log does not have it: such a file is as none, until it is told
    /// again.</summary>
    public ResultReading Look(ChildOrder order) => _recorded.TryGetValue(order, out var known) ? new(known, null)
        : ProgramFolder.Of(search, order).Look(_measure);

    /// <summary>Whether the log has it.</summary>
    public bool IsRecorded(ChildOrder order) => _recorded.ContainsKey(order);
}

using System.Text.Json;
using Enas.Pipeline.Projections;
using Enas.Pipeline.Search;
using Enas.Storage.Cache;
using Enas.Storage.Folders;
using Enas.Storage.Log;
using Enas.Storage.Readings;

namespace Enas.Storage.Searches;

/// <summary>What the reading cache of a log keeps of its events.</summary>
internal sealed class SummaryProjection : ICacheSummary
{
    private readonly StateProjection _state = new();
    private readonly Milestones _milestones = new();
    private readonly KnownRows _known = new();

    /// <summary>Publishes the reading cache of a log that this process wrote and closed.</summary>
    public static Task PublishAsync(SearchFolder folder) =>
        ReadingCache.PublishAsync(folder, Product.Version, new SummaryProjection(), CancellationToken.None);

    public void Apply(RecordedEvent recorded)
    {
        _state.Apply(recorded);
        _milestones.Apply(recorded);
        _known.Apply(recorded);
    }

    public string ToText() => _known.AreTooMany ? ICacheSummary.None
        : JsonSerializer.Serialize(LogSummary.Of(_state.State, _milestones.Rows, _known.Rows), LogSummaryJson.Default.LogSummary);
}

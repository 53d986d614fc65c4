using Enas.Pipeline.Projections;

namespace Enas.Storage.Cache;

/// <summary>What a program makes of a log's events to keep it in the reading cache.</summary>
internal interface ICacheSummary : IProjection
{
    /// <summary>What stands in a cache where there is no summary, since it would be no shorter than the log: the cache is of the events
    /// alone.</summary>
    const string None = "";

    /// <summary>The summary of the events so far, or <see cref="None"/>.</summary>
    string ToText();
}

using Enas.Pipeline.Projections;

namespace Enas.Storage.Cache;

/// <summary>What a program makes of a log's events to keep it in the reading cache.</summary>
internal interface ICacheSummary : IProjection
{
    /// <summary>The summary of the events so far.</summary>
    string ToText();
}

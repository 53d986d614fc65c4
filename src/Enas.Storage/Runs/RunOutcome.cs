using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;

namespace Enas.Storage.Runs;

/// <summary>How a run ended, with what the log says.</summary>
/// <param name="Folder">Absolute path of the search.</param>
/// <param name="State">The committed state.</param>
/// <param name="IsComplete">False when it was stopped early.</param>
/// <param name="PlannedSteps">Steps in all as far as can be told by now, never fewer than were made.</param>
/// <param name="Fingerprint">Head of the fact chain.</param>
/// <param name="EventCount">Events in the log.</param>
/// <param name="Duration">Time that it took here.</param>
/// <param name="PerplexityFloor">What no model can be below, where that is known.</param>
/// <param name="FinalParameters">Weights of the network that was trained, where one was.</param>
internal sealed record RunOutcome(
    string Folder, SearchState State, bool IsComplete,
        long PlannedSteps, string Fingerprint, long EventCount, TimeSpan Duration, double? PerplexityFloor, long? FinalParameters = null)
{
    /// <summary>The best architecture that there is, where that is known.</summary>
    public (Architecture Architecture, Measurement Value)? Optimum { get; init; }
}

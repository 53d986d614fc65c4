using Enas.Pipeline.Options;

namespace Enas.Storage.Runs;

/// <summary>A training that a search will ask for.</summary>
/// <param name="Folder">Where it lies or will lie.</param>
/// <param name="Job">Its job.</param>
/// <param name="JobBytes">The job file, byte for byte.</param>
/// <param name="Parent">What it names as its parent.</param>
/// <param name="DataDigest">The digest that its data must have.</param>
internal sealed record TrainingAhead(
    string Folder, JobOptions Job, ReadOnlyMemory<byte> JobBytes, string Tokens, string Parent, string DataDigest);

/// <summary>
/// Does trainings ahead of the search that will ask for them, beside each other and in other places. What is done ahead is found in its
/// folder; what is not is done by the search itself.
/// </summary>
internal interface ITrainingsAhead : IAsyncDisposable
{
    /// <summary>How many trainings ahead of the first one are worth saying.</summary>
    int Most { get; }

    /// <summary>Begins trainings, in the order in which they will be asked for.</summary>
    /// <param name="waiting">How many trainings the search waits for now, those included that were begun before.</param>
    /// <param name="more">Those that were not said before.</param>
    void Begin(int waiting, IEnumerable<TrainingAhead> more);

    /// <summary>Comes back when nobody else works in a folder: its training was done ahead, or is not.</summary>
    Task EndedAsync(string folder);
}

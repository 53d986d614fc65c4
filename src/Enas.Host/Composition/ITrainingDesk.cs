using Enas.Host.Cli;
using Enas.Pipeline.Options;

namespace Enas.Host.Composition;

/// <summary>Does the trainings of searches beside each other.</summary>
internal interface ITrainingDesk
{
    /// <summary>Refuses what cannot be done beside each other, before there is a search.</summary>
    /// <param name="job">Its job.</param>
    /// <param name="jobFile">The job file, byte for byte.</param>
    /// <param name="search">Where the search is or will be.</param>
    /// <param name="compute">What computes.</param>
    /// <exception cref="CommandLineException">It cannot.</exception>
    void Require(JobOptions job, ReadOnlyMemory<byte> jobFile, string search, ComputeOptions compute);

    /// <summary>Who does the trainings of one search.</summary>
    /// <param name="compute">What computes.</param>
    /// <param name="terminal">Hears what is begun.</param>
    /// <param name="stop">Asks for a clean stop.</param>
    Task<ITrainingsAhead> OpenAsync(string search, ComputeOptions compute, Terminal terminal, CancellationToken stop);
}

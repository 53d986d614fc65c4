using Enas.Host.Cli;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Options;

namespace Enas.Host.Composition;

/// <summary>What a run means for the process of its verb.</summary>
internal static class RunExit
{
    /// <summary>What the process ends with.</summary>
    /// <param name="outcome">How the run ended.</param>
    public static int ExitCodeBy(this RunOutcome outcome, JobOptions job) =>
        !outcome.IsComplete ? ExitCodes.Stopped : NoResult.Of(job, outcome.State) is null ? ExitCodes.Done : ExitCodes.GateFailed;
}

using Enas.Pipeline.Tasks.Folders;

namespace Enas.Host.Cli;

/// <summary>A data folder was checked and has several faults; whoever asked for the check sees all of them.</summary>
internal sealed class DataCheckException(DataException error) : Exception(error.Message, error)
{
    /// <summary>A line each.</summary>
    public IReadOnlyList<string> Faults { get; } = error.Faults;

    internal int ExitCode { get; } = error.Kind == DataErrorKind.NotFound ? ExitCodes.NotFound : ExitCodes.BadInput;
}

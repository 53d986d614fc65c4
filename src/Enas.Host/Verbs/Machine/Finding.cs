using Enas.Host.Cli;

namespace Enas.Host.Verbs.Machine;

/// <summary>How a finding is meant.</summary>
internal enum Severity
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Good to know.</summary>
    Note,

    /// <summary>A search cannot run so.</summary>
    Bad,
}

/// <summary>One thing that the doctor looked at.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Severity">How it is.</param>
/// <param name="Text">In words.</param>
/// <param name="ExitCode">For a bad one: what the verb ends with.</param>
internal sealed record Finding(string Name, Severity Severity, string Text, int ExitCode = ExitCodes.InputOutput);

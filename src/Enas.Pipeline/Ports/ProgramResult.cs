using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Ports;

/// <summary>What a program said of an architecture that it evaluated.</summary>
/// <param name="Measure">What it measured.</param>
/// <param name="Value">The value; null where it failed.</param>
/// <param name="Reports">What it reported on the way, in the order of their steps.</param>
/// <param name="Costs">What it said that the architecture costs.</param>
/// <param name="StoppedAt">The step of the report after which it was stopped as hopeless; null where it was not.</param>
public sealed record ProgramResult(
    Measure Measure, double? Value, IReadOnlyList<ProgramReport> Reports, IReadOnlyList<ProgramCost> Costs, long? StoppedAt = null);

/// <summary>A value on the way.</summary>
/// <param name="Step">The step that the program gave.</param>
/// <param name="Value">The value of the measure there.</param>
public sealed record ProgramReport(long Step, double Value);

/// <summary>A cost in the program's own words.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, in whatever unit the program has.</param>
public sealed record ProgramCost(string Name, double Value);

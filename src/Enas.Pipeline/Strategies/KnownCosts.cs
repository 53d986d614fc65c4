using System.Collections.Immutable;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Steps.Cost;

namespace Enas.Pipeline.Strategies;

/// <summary>The costs of the architectures that a search has asked for. Immutable.</summary>
public sealed class KnownCosts
{
    private readonly ImmutableSortedDictionary<string, ArchitectureCosts> _byTokens;

    private KnownCosts(ImmutableSortedDictionary<string, ArchitectureCosts> byTokens) => _byTokens = byTokens;

    /// <summary>None.</summary>
    public static KnownCosts Empty { get; } =
        new(ImmutableSortedDictionary.Create<string, ArchitectureCosts>(StringComparer.Ordinal));

    /// <summary>Number of architectures.</summary>
    public int Count => _byTokens.Count;

    /// <summary>Whether a latency that was measured on a machine is among them.</summary>
    public int MeasuredLatencyCount => _byTokens.Values.Count(costs => costs.Of(CostMeasure.Latency) is not null);

    /// <summary>The costs of an architecture; null where they were not asked for.</summary>
    public ArchitectureCosts? Find(string tokens) => _byTokens.GetValueOrDefault(tokens);

    /// <summary>The costs of an architecture, none where they were not asked for.</summary>
    public ArchitectureCosts Of(string tokens) => Find(tokens) ?? ArchitectureCosts.None;

    /// <summary>With those of one more architecture.</summary>
    public KnownCosts With(CostsMeasured measured) => new(_byTokens.SetItem(measured.Tokens, measured.Costs));

    /// <summary>With those that a program said of an architecture; the same where it said none.</summary>
    internal KnownCosts With(ChildTrained child) =>
        child.Outcome.Costs is { Values.Length: > 0 } said ? new(_byTokens.SetItem(child.Tokens, said)) : this;
}

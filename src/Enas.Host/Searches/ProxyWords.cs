using System.Text.Json.Nodes;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;

namespace Enas.Host.Searches;

/// <summary>What a search has recorded of zero-cost proxies beside trainings: of its finalists where it held finals, else of the
/// architectures that it trained alone to evaluate them.</summary>
/// <param name="Agreements">How far each orders them as their trainings do.</param>
internal sealed record ProxyWords(IReadOnlyList<ProxyAgreement> Agreements)
{
    /// <summary>A line for each.</summary>
    public IEnumerable<string> Lines => Agreements.Select(agreement => agreement.Words);

    /// <summary>Those of a state.</summary>
    public static ProxyWords Of(JobOptions job, SearchState state) => HeldFinals.Of(job, state) is { } finals
        ? new(finals.ProxyAgreements())
        : new(ProxyColumns.Of(state.Proxies, state.Children.Select(child => child.Tokens)).Agreements(
            from child in state.Children
            where child.Evaluated is not null && child.Order.Rung == state.Children.Min(one => one.Order.Rung)
            select (child.Tokens, -child.Rank)));

    /// <summary>For programs; null where nothing was recorded.</summary>
    public JsonArray? ToJson() => Agreements.Count == 0 ? null : new([.. Agreements.Select(one => (JsonNode)one.ToJson())]);
}

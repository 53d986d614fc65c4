using Enas.Pipeline.Events;

namespace Enas.Pipeline.Steps.Sample;

/// <summary>What a proposed architecture was made from.</summary>
/// <param name="Parent">The step at which its parent was proposed.</param>
/// <param name="Decision">The decision that was changed, by name.</param>
/// <param name="From">The parent's option.</param>
/// <param name="To">The option that took its place.</param>
/// <param name="Tournament">The steps of the architectures among which the parent was found, in the order of the draws; empty where there
/// was none.</param>
public sealed record ProposalOrigin(long Parent, string Decision, string From, string To, IReadOnlyList<long> Tournament)
{
    internal static ProposalOrigin? Read(FactsReader facts) => facts.Has("parent")
        ? new(
            facts.Integer("parent"),
            facts.Text("mutated"),
            facts.Text("from"),
            facts.Text("to"),
            facts.Has("tournament") ? [.. facts.Numbers("tournament").Select(step => (long)step)] : [])
        : null;

    internal void Write(FactsWriter facts)
    {
        facts.Integer("parent", Parent).Text("mutated", Decision).Text("from", From).Text("to", To);
        if (Tournament.Count > 0)
        {
            facts.Numbers("tournament", Tournament.Select(step => (double)step));
        }
    }
}

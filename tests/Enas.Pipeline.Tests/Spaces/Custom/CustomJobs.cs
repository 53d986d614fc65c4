using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.Custom;
using Enas.Pipeline.Tests.Jobs;

namespace Enas.Pipeline.Tests.Spaces.Custom;

/// <summary>Jobs with spaces of their own.</summary>
internal static class CustomJobs
{
    /// <summary>Every kind of decision, two of them with conditions: 2 * 3 * (1 + 2 * 2) + ... architectures, few enough to be gone
    /// through.</summary>
    public const string Decisions = """
        [
          { "name": "optimiser", "kind": "category", "options": ["sgd", "adam", "of two words"] },
          { "name": "layers", "kind": "integer", "low": 1, "high": 3 },
          { "name": "momentum", "kind": "number", "low": 0, "high": 0.9, "count": 3, "when": { "optimiser": "sgd" } },
          { "name": "nesterov", "kind": "bit", "when": { "momentum": [0.45, 0.9] } },
          { "name": "width", "kind": "integer", "low": 8, "high": 32, "factor": 2 },
          { "name": "from", "kind": "earlier", "inputs": ["image"], "among": ["layers"] }
        ]
        """;

    /// <summary>A job over some decisions.</summary>
    public static string Text(string decisions = Decisions, string strategy = "evolution", string more = "") => $$"""
        {
          "name": "own", "preset": "small", "seed": 3,
          "space": { "kind": "custom", "decisions": {{decisions}} },
          "strategy": { "kind": "{{strategy}}" },
          "evaluator": { "command": ["program"]{{more}} }
        }
        """;

    /// <summary>The job.</summary>
    public static JobOptions Job(string decisions = Decisions, string strategy = "evolution", params string[] sets) =>
        JobText.Options(Text(decisions, strategy), sets);

    /// <summary>The space of some decisions.</summary>
    public static CustomSpace Space(string decisions = Decisions) => (CustomSpace)new CustomModule().Create(Job(decisions));

    /// <summary>All value lists, of which those that differ only in what is not open are one architecture.</summary>
    public static IEnumerable<int[]> AllValues(CustomSpace space) => space.Decisions.Aggregate(
        (IEnumerable<int[]>)[[]],
        (lists, decision) => lists.SelectMany(list => Enumerable.Range(0, decision.OptionCount).Select(value => (int[])[.. list, value])));
}

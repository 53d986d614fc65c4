using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Jobs;

/// <summary>What a branch may change: everything but what gives the weights and decisions that it takes over their shape.</summary>
internal static class JobForks
{
    /// <summary>Why a search cannot be branched at all, in words for people; null where it can.</summary>
    public static string? RefusalOf(JobOptions parent)
    {
        var kind = StrategyCatalog.Of(parent);
        return EvaluatorCatalog.Of(parent).TrainsAlone
            ? $"evaluator.kind is \"{parent.Evaluator.Kind}\", and a branch has no part in the architectures that were trained for it"
            : kind.CanForkFrom(kind) ? null
            : $"strategy.kind is \"{kind.Name}\", which keeps what it evaluated, and a branch has no part in that";
    }

    /// <summary>The changes that no branch can make, in words for people; empty when it may be made.</summary>
    public static IReadOnlyList<string> Refusals(JobOptions parent, JobOptions branch)
    {
        var table = JobSchema.Of(branch);
        var canChange = StrategyCatalog.Of(branch).CanForkFrom(StrategyCatalog.Of(parent));
        return
        [
            .. JobFacts.Changed(parent, branch, JobFactScope.Search)
                .Where(change => change.Key == "strategy.kind" ? !canChange : table.Find(change.Key) is { IsShape: true })
                .Select(change => change.Words),
            .. RefusalOf(parent) is { } refusal ? (IEnumerable<string>)[refusal] : [],
        ];
    }
}

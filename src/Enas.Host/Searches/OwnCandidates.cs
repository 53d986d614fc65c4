using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Strategies;

namespace Enas.Host.Searches;

/// <summary>What people are told of a search's own candidates: they are the policy's where there is a policy that learns, else the
/// search's. In facts and for programs their source is always <see cref="Source"/>.</summary>
internal static class OwnCandidates
{
    /// <summary>Their source in facts and JSON.</summary>
    public const string Source = "policy";

    private const string WithoutPolicy = "search";

    /// <summary>Whether a job's strategy has a policy that learns: halving, evolution and random search have none.</summary>
    public static bool HavePolicy(JobOptions job) => StrategyCatalog.Of(job) is { IsNullModel: false } strategy
        && (strategy.Policy != PolicySections.None || strategy.Needs.HasFlag(StrategyNeeds.Mixtures));

    /// <summary>Whose they are: <c>policy</c> or <c>search</c>.</summary>
    public static string NameOf(JobOptions job) => HavePolicy(job) ? Source : WithoutPolicy;

    /// <summary>The same for a column of several jobs: <c>policy</c> where all have one.</summary>
    public static string NameOf(IEnumerable<JobOptions> jobs) => jobs.All(HavePolicy) ? Source : WithoutPolicy;

    /// <summary>A source for people.</summary>
    public static string Shown(JobOptions job, string source) => source == Source ? NameOf(job) : source;
}

using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Searches;

/// <summary>What people are told of a search's own candidates: they are the policy's where there is a policy that learns, else the
/// search's. In facts and for programs their source is always <see cref="CandidateSources.Policy"/>.</summary>
internal static class OwnCandidates
{
    private const string WithoutPolicy = "search";

    /// <summary>Whether a job's strategy has a policy that learns: halving, evolution and random search have none.</summary>
    public static bool HavePolicy(JobOptions job) => StrategyCatalog.Of(job) is { IsNullModel: false } strategy
        && (strategy.HasPolicy || strategy.LearnsFromGradients);

    /// <summary>Whose they are: <c>policy</c> or <c>search</c>.</summary>
    public static string NameOf(JobOptions job) => HavePolicy(job) ? CandidateSources.Policy : WithoutPolicy;

    /// <summary>The same for a column of several jobs: <c>policy</c> where all have one.</summary>
    public static string NameOf(IEnumerable<JobOptions> jobs) => jobs.All(HavePolicy) ? CandidateSources.Policy : WithoutPolicy;

    /// <summary>A source for people.</summary>
    public static string Shown(JobOptions job, string source) => source == CandidateSources.Policy ? NameOf(job) : source;
}

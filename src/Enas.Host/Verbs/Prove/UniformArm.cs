using Enas.Host.Cli;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;

namespace Enas.Host.Verbs.Prove;

/// <summary>
/// The arm that says what the strategy adds to its shared weights: the same job under the null model, whose weights are trained as long and
/// whose finals are the same. What only the job's own strategy has is left out of its job.
/// </summary>
internal sealed class UniformArm
{
    private readonly ProveArguments _arguments;
    private readonly IReadOnlyList<string> _sets;
    private readonly bool _isWanted;

    private UniformArm(JobOptions job, ProveArguments arguments)
    {
        var strategy = StrategyCatalog.Of(job);
        (_arguments, _sets) = (arguments, strategy.SharedWeightsAtRandom(job));
        if (strategy.IsNullModel)
        {
            return;
        }

        if (!SpaceCatalog.SharesWeights(job))
        {
            Refusal = "its architectures are trained alone, so it would be random trainings once more";
            return;
        }

        var read = Read(job.Seed);
        Refusal = read.Errors.Count == 0 ? null : "as a job of random search its job is refused: "
            + string.Join("; ", read.Errors.Select(error => $"{error.Key} {error.Message}".Trim()));
        _isWanted = Refusal is null;
    }

    /// <summary>Why a proof is without it; null where it has it, and where the search itself is the null model.</summary>
    public string? Refusal
    {
        get => field is null ? null : $"{ProofText.Key(ProofArm.UniformWeights)}: {field}";
        private init;
    }

    /// <summary>The arm of a proof.</summary>
    /// <param name="arguments">What was asked.</param>
    public static UniformArm Of(JobOptions job, ProveArguments arguments) => new(job, arguments);

    /// <summary>Its job under a seed; null where a proof is without it.</summary>
    public JobDocument? ForSeed(ulong seed) => _isWanted ? JobLoading.Checked(Read(seed)) : null;

    private JobDocument Read(ulong seed) => JobReader.ReadUnder(
        _arguments.Job,
        [.. _arguments.Sets, .. ProveVerb.OwnSets, FormattableString.Invariant($"seed={seed}")],
        StrategyCatalog.NullModel.Name,
        _sets,
        Surroundings.Current.Folder,
        Surroundings.Current.Variable);
}

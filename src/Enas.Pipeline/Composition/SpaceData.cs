using System.Security.Cryptography;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Evaluators;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Composition;

/// <summary>No data: the space says itself what its architectures are worth.</summary>
internal sealed class SpaceData : JobData
{
    /// <summary>The digest of nothing.</summary>
    public override string Digest { get; } = Convert.ToHexStringLower(SHA256.HashData([]));

    public override void RequireSearch(JobOptions job)
    {
    }

    public override void RequireTraining(JobOptions job)
    {
    }

    public override IReadOnlyList<string> Clipped(JobOptions job) => [];

    public override (ISharedWeights? Weights, int? StepsPerEpoch) SharedWeights(
        ITensorBackend backend, SearchSpace space, JobOptions job) => (null, null);

    protected override EvaluatorParts PartsOf(JobOptions job) =>
        base.PartsOf(job) with { OfSpace = ((IEvaluatedSpace)SpaceCatalog.Of(job)).CreateEvaluator(job) };

    public override IFixedNetwork FixedNetwork(ITensorBackend backend, SearchSpace space, JobOptions job, Architecture architecture) =>
        throw Untrainable(space.Kind);

    public override long StepsOfEpoch(JobOptions job) => throw Untrainable(job.Space.Kind);

    public override long FinalParameters(JobOptions job, string tokens) => 0;

    public override JobEstimate Estimate(JobOptions job) => TableEstimate.OfSpace(job);

    public override string? Refusal(JobData other) => other.Digest == Digest ? null : "has no data: the branch has";

    private static BadInputException Untrainable(string kind) => new(
        $"the space {kind} says itself what its architectures are worth; there is no network of theirs to train");
}

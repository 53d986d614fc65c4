using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Tasks.Text;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Composition;

/// <summary>Tokens, for recurrent cells.</summary>
internal sealed class TokenData(TokenCorpus corpus) : JobData
{
    /// <summary>The tokens.</summary>
    public TokenCorpus Corpus { get; } = corpus;

    /// <summary>How a job's text becomes tokens.</summary>
    public static TokenReading ReadingOf(JobOptions job) => new()
    {
        Unit = job.Data.Tokens,
        UnknownWord = job.Data.Unknown.Word,
        MinimumCount = job.Data.Unknown.MinimumCount,
        VocabularySize = job.Data.Unknown.VocabularySize,
    };

    public override string Digest => Corpus.Digest;

    public override double? PerplexityFloor => Corpus.PerplexityFloor;

    public override IReadOnlyList<string> Remarks => Corpus.Remarks;

    public override (int Valid, int Test) ScoredItems => (Corpus.Valid.Length, Corpus.Test.Length);

    public override void RequireSearch(JobOptions job) => RnnCellFit.RequireSearch(job, Corpus);

    public override void RequireTraining(JobOptions job) => RnnCellFit.RequireTraining(job, Corpus);

    public override IReadOnlyList<string> Clipped(JobOptions job) =>
        [.. job.EvaluatesAlone ? [] : RnnCellFit.Clipped(job, Corpus), .. JobFit.Clipped(job)];

    public override (ISharedWeights? Weights, int? StepsPerEpoch) SharedWeights(ITensorBackend backend, SearchSpace space, JobOptions job)
    {
        var weights = new RnnSharedWeights(backend, (RnnCellSpace)space, job, Corpus);
        return (weights, weights.StepsPerEpoch);
    }

    public override IFixedNetwork FixedNetwork(ITensorBackend backend, SearchSpace space, JobOptions job, Architecture architecture) =>
        new RecurrentFixedNetwork(backend, (RnnCellSpace)space, job, Corpus, architecture);

    public override IProxyMeter Proxies(ITensorBackend backend, SearchSpace space, JobOptions job) =>
        new RecurrentProxies(backend, (RnnCellSpace)space, job.Train.Network, Corpus, job.Seed);

    public override ICostModel? Costs(JobOptions job, bool isFinal) => new RecurrentCosts(
        new RnnCellSpace(job.Space), isFinal ? job.Train.Network : job.SharedWeights, Corpus.Vocabulary.Count);

    public override long FinalParameters(JobOptions job, string tokens) =>
        RnnParameterCounts.Final(new RnnCellSpace(job.Space), job.Train.Network, Corpus.Vocabulary.Count);

    public override JobEstimate Estimate(JobOptions job) => TokenEstimate.Of(job, Corpus, Clipped(job));

    public override string? Refusal(JobData other) =>
        other is TokenData { Corpus: var tokens } && tokens.Vocabulary.Words.SequenceEqual(Corpus.Vocabulary.Words)
        ? null
        : $"keeps its words, of which its weights have a row each: the data of "
            + $"the branch have other words ({(other as TokenData)?.Corpus.Vocabulary.Count ?? 0} instead of {Corpus.Vocabulary.Count})";
}

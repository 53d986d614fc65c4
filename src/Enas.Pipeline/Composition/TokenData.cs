using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Tasks.Text;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Composition;

/// <summary>Tokens, for the networks of a space on text.</summary>
internal sealed class TokenData(TokenCorpus corpus) : JobData
{
    /// <summary>The tokens.</summary>
    public TokenCorpus Corpus { get; } = corpus;

    public override TokenCorpus Tokens => Corpus;

    /// <summary>The tokens that a job names; of generated ones not all, where a stop is asked for.</summary>
    /// <exception cref="Tasks.Folders.DataException">They are missing or cannot be used.</exception>
    public static TokenCorpus Load(JobOptions job, CancellationToken stop) => job.Data.IsGenerated
        ? GeneratedLanguage.Load(job.DataSeed, job.Data, stop) : TokenFolder.Load(job.Data.Path, ReadingOf(job));

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

    public override int ValidItems(JobOptions job) => Corpus.Valid.Length < 2 ? int.MaxValue
        : new WholeSet(Corpus.Valid, job.Derive.BatchSize, job.SharedWeights.SequenceLength).WindowCount;

    public override IReadOnlyList<string> Clipped(JobOptions job) =>
        [.. !SpaceCatalog.SharesWeights(job) ? [] : RnnCellFit.Clipped(job, Corpus), .. JobFit.Clipped(job, ValidItems(job))];

    public override (ISharedWeights? Weights, int? StepsPerEpoch) SharedWeights(
        ITensorBackend backend, SearchSpace space, JobOptions job) => ITextNetworks.Of(space).SharedWeights(backend, job, Corpus);

    public override IFixedNetwork FixedNetwork(ITensorBackend backend, SearchSpace space, JobOptions job, Architecture architecture) =>
        ITextNetworks.Of(space).FixedNetwork(backend, job, Corpus, architecture);

    public override long StepsOfEpoch(JobOptions job) => NetworksOf(job).StepsOfEpoch(job, Corpus);

    public override IProxyMeter Proxies(ITensorBackend backend, SearchSpace space, JobOptions job) =>
        ITextNetworks.Of(space).Proxies(backend, job, Corpus);

    public override ICostModel? Costs(JobOptions job, bool isFinal) =>
        NetworksOf(job).Costs(isFinal ? job.Train.Network : job.SharedWeights, Corpus.Vocabulary.Count);

    public override long FinalParameters(JobOptions job, string tokens) =>
        NetworksOf(job).Counts(job.Train.Network, Corpus.Vocabulary.Count).Final;

    private static ITextNetworks NetworksOf(JobOptions job) => ITextNetworks.Of(SpaceCatalog.Create(job));

    public override JobEstimate Estimate(JobOptions job) => TokenEstimate.Of(job, Corpus, Clipped(job));

    public override string? Refusal(JobData other) =>
        other.Tokens is { } tokens && tokens.Vocabulary.Words.SequenceEqual(Corpus.Vocabulary.Words)
        ? null
        : $"keeps its words, of which its weights have a row each: the data of "
            + $"the branch have other words ({other.Tokens?.Vocabulary.Count ?? 0} instead of {Corpus.Vocabulary.Count})";
}

using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.Rows;
using Enas.Pipeline.Tasks.Text;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>Which options of recurrent cells do not fit together. Ranges of single options are in <see cref="RnnCellRows"/>.</summary>
internal static class RnnCellRules
{
    /// <summary>The rules.</summary>
    public static IReadOnlyList<JobRule> All { get; } =
    [
        new(["space.firstActivation", "space.activations"], job =>
            job.Space.FirstActivation == "sampled" || job.Space.Activations.Contains(job.Space.FirstActivation)
                ? null
                : $"= \"{job.Space.FirstActivation}\" is not in space.activations: {string.Join(" ", job.Space.Activations)}"),
        new(["space.output", "space.nodes"], job =>
            job.Space.Output == "all-but-first" && job.Space.Nodes < 2
                ? "= \"all-but-first\" needs space.nodes of 2 or more: node 0 is not part of the output" : null),
        new(["data.branches", "data.vocabulary", "data.kind"], job =>
            job.Data.IsGenerated && job.Data.Branches > job.Data.Vocabulary
                ? $"= {job.Data.Branches} is more than the {job.Data.Vocabulary} words of data.vocabulary"
                : null),
        CommonRows.WarmUpFits(job => job.Train.Network.WarmUpSteps),
        CommonRows.AnnealFits(job => job.SharedWeights.WarmUpSteps),
        .. StagedScoringRules.All,
        .. Text,
        .. Network("sharedWeights", job => job.SharedWeights).Select(OfSharedWeights),
        .. Network("train.network", job => job.Train.Network),
        OfSharedWeights(Statistics("reward.batchSize",
            "sharedWeights.batchNorm", job => job.Reward.BatchSize, job => job.SharedWeights)),
        OfSharedWeights(Statistics("derive.batchSize",
            "sharedWeights.batchNorm", job => job.Derive.BatchSize, job => job.SharedWeights)),
        Statistics("train.evaluationBatchSize", "train.network.batchNorm", job => job.Train.EvaluationBatchSize, job => job.Train.Network),
    ];

    private static JobRule[] Text =>
    [
        new(["data.tokens", "data.kind"], job =>
            job.Data.IsGenerated && job.Data.Tokens != TokenUnits.Words
                ? $"= \"{job.Data.Tokens}\" is for data.kind \"tokens\": the generated language has words of its own" : null),
        new(["data.unknown.word", "data.kind"], job =>
            job.Data.IsGenerated && job.Data.Unknown.Word.Length > 0
                ? $"= {CanonicalJson.Text(job.Data.Unknown.Word)} is for data.kind \"tokens\": the generated language has no unknown words"
                : null),
        new(["data.unknown.word"], job => job.Data.Unknown.Word switch
        {
            Vocabulary.EndOfSentence => $"= \"{Vocabulary.EndOfSentence}\" is the end of a line; name another word, usually <unk>",
            var word when word.Any(character => char.IsWhiteSpace(character) || char.IsControl(character)) =>
                $"= {CanonicalJson.Text(ForeignText.Shown(word))} has white space or a control character in it; a word has none",
            _ => null,
        }),
        new(["data.unknown.minimumCount", "data.unknown.word"], job =>
            job.Data.Unknown is { Word: "", MinimumCount: > 1 } unknown
                ? $"= {unknown.MinimumCount} leaves words out; name the word that stands for them in data.unknown.word, usually <unk>"
                : null),
        new(["data.unknown.vocabularySize", "data.unknown.word"], job =>
            job.Data.Unknown is { Word: "", VocabularySize: > 0 } unknown
                ? $"= {unknown.VocabularySize} leaves words out; name the word that stands for them in data.unknown.word, usually <unk>"
                : null),
        new(["data.unknown.vocabularySize"], job =>
            job.Data.Unknown.VocabularySize is 1 or 2 ? $"= {job.Data.Unknown.VocabularySize} "
                + $"has no place for a word beside <eos> and the unknown word; allowed: 0 for all, or 3 or more" : null),
    ];

    // Where the value of every architecture is its own there are none.
    private static JobRule OfSharedWeights(JobRule rule) => rule with
    {
        Fault = job => EvaluatorCatalog.Of(job).SharesWeights ? rule.Fault(job) : null,
    };

    private static JobRule[] Network(string section, Func<JobOptions, RecurrentNetworkOptions> network) =>
    [
        new([$"{section}.learningRateFloor", $"{section}.learningRate"], job =>
            network(job).LearningRateFloor > network(job).LearningRate
                ? $"= {CanonicalJson.Number(network(job).LearningRateFloor)} is above "
                    + $"{section}.learningRate = {CanonicalJson.Number(network(job).LearningRate)}"
                : null),
        new([$"{section}.batchSize", $"{section}.sequenceLength", "data.trainTokens", "data.kind"], job =>
            job.Data.IsGenerated
                ? BatchFit.Fault(section, "data.trainTokens", job.Data.TrainTokens, network(job).BatchSize, network(job).SequenceLength)
                : null,
            // As for a data set on disk: the data cannot be used with this job.
            JobErrorKind.BadJobFile),
        Statistics($"{section}.batchSize", $"{section}.batchNorm", job => network(job).BatchSize, network),
    ];

    // Over one value the deviation from the mean is always zero, so the network's output would be a constant.
    private static JobRule Statistics(
        string key, string normKey, Func<JobOptions, int> batch, Func<JobOptions, RecurrentNetworkOptions> network) =>
        new([key, normKey], job => batch(job) < 2 && network(job).BatchNorm != "none"
            ? $"= {batch(job)} gives batch norm nothing to average over; use 2 or more, or {normKey} \"none\""
            : null);
}

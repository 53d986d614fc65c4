using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Text;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>How a job's sizes fit its text. A pure function of the two, so that what is clipped follows from the facts.</summary>
internal static class RnnCellFit
{
    /// <summary>Refuses a search whose batches the data cannot fill.</summary>
    /// <exception cref="DataException">The message names the option, the set and what is allowed.</exception>
    public static void RequireSearch(JobOptions job, TokenCorpus corpus)
    {
        Require("sharedWeights", job.SharedWeights, corpus);
        var (most, reward) = (BatchFit.MostColumns(corpus.Valid.Length, job.Reward.SequenceLength), job.Reward);
        if (most == 0)
        {
            throw Unusable("reward.batchSize",
                BatchFit.Fault("reward", corpus.Names.Valid, corpus.Valid.Length, reward.BatchSize, reward.SequenceLength)!);
        }

        if (most == 1 && job.SharedWeights.BatchNorm != "none")
        {
            throw Unusable("reward.batchSize", $"= {reward.BatchSize} is clipped to the one column that {corpus.Names.Valid} allows "
                + $"with reward.sequenceLength = {reward.SequenceLength}, over which sharedWeights.batchNorm has nothing to average");
        }
    }

    /// <summary>Refuses a final training whose batches the data cannot fill.</summary>
    /// <exception cref="DataException">The message names the option, the set and what is allowed.</exception>
    public static void RequireTraining(JobOptions job, TokenCorpus corpus) => Require("train.network", job.Train.Network, corpus);

    /// <summary>Columns of a reward's window: as many as the job asks for, or as the validation set allows where that is less.</summary>
    public static int RewardBatchSize(RewardOptions reward, int validTokenCount) =>
        Math.Min(reward.BatchSize, BatchFit.MostColumns(validTokenCount, reward.SequenceLength));

    /// <summary>What of a job is larger than what there is and therefore clipped, a sentence each.</summary>
    public static IReadOnlyList<string> Clipped(JobOptions job, TokenCorpus corpus)
    {
        var words = new List<string>();
        var batch = RewardBatchSize(job.Reward, corpus.Valid.Length);
        if (batch < job.Reward.BatchSize)
        {
            words.Add($"reward.batchSize = {job.Reward.BatchSize} is clipped to {batch}: "
                + $"{corpus.Names.Valid} has no more columns with reward.sequenceLength = {job.Reward.SequenceLength}");
        }

        return words;
    }

    private static void Require(string section, RecurrentNetworkOptions network, TokenCorpus corpus)
    {
        if (BatchFit.Fault(section, corpus.Names.Train, corpus.Train.Length, network.BatchSize, network.SequenceLength) is { } fault)
        {
            throw Unusable($"{section}.batchSize", fault);
        }
    }

    private static DataException Unusable(string key, string fault) => new(DataErrorKind.Unusable, $"{key} {fault}");
}

using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Tasks.Text;

namespace Enas.Pipeline.Composition;

/// <summary>Sizes and costs of a job on tokens.</summary>
internal static class TokenEstimate
{
    private const int PtbVocabulary = 10_000;
    private const int PtbTrainTokens = 929_589;
    private const int PtbValidTokens = 73_760;

    /// <summary>The estimate; Penn Treebank's sizes where there is no data.</summary>
    public static JobEstimate Of(JobOptions job, TokenCorpus? corpus, IReadOnlyList<string> clipped)
    {
        var space = SpaceCatalog.Create(job);
        var networks = ITextNetworks.Of(space);
        var (vocabulary, trainTokens, validTokens) = corpus is null
            ? (PtbVocabulary, PtbTrainTokens, PtbValidTokens)
            : (corpus.Vocabulary.Count, corpus.Train.Length, corpus.Valid.Length);
        var stepsPerEpoch = Math.Max(1, ((trainTokens / job.SharedWeights.BatchSize) - 1) / job.SharedWeights.SequenceLength);
        var schedule = StrategyCatalog.Of(job).TotalsOf(job, stepsPerEpoch);
        var shared = networks.Counts(job.SharedWeights, vocabulary);
        var (supernet, active) = (shared.Supernet, shared.Final);
        var ofStep = StrategyCatalog.Of(job).RunsAllOptions(job)
            && networks.Costs(job.SharedWeights, vocabulary).MixtureTraining(1) is { } mixture ? mixture.Network.MultiplyAdds : active;
        var policy = StrategyCatalog.Of(job).HasPolicyNetwork ? LstmPolicy.ParameterCount(space, job.Policy) : 0;
        return new JobEstimate
        {
            Data = new DataEstimate(corpus is not null, "Penn Treebank", [new("vocabulary", vocabulary)]),
            Clipped = clipped,
            Parameters = new ParameterEstimate(
                supernet, shared.BatchNorm, policy, networks.Counts(job.Train.Network, vocabulary).Final, 0, "every", 0),
            Work = new WorkSizes(
                job.SharedWeights.BatchSize * job.SharedWeights.SequenceLength,
                job.Reward.Windows * RnnCellFit.RewardBatchSize(job.Reward, validTokens) * job.Reward.SequenceLength,
                validTokens,
                Scored(job, validTokens),
                2.0 * active / 1e9)
            {
                OfStageItem = OfStageItem(job)
            },
            Schedule = schedule,
            TrainSteps = JobEstimate.TrainStepsOf(
                job, ((trainTokens / job.Train.Network.BatchSize) - 1) / job.Train.Network.SequenceLength),
            GigaFlops = Flops(job, schedule, (active, ofStep), policy, space.Decisions.Count, validTokens) / 1e9,
            MemoryBytes = Memory(job.SharedWeights, shared, policy, (double)ofStep / active),
            TrainingMemoryBytes = OfTraining(JobEstimate.OfOneAlone(job).Train.Network, networks, vocabulary),
            DiskBytes = JobEstimate.Disk(job, schedule, supernet + (3 * policy)),
        };
    }

    /// <summary>Generated text of Penn Treebank's vocabulary, with as many tokens as a few steps need.</summary>
    public static JobData StandIn(JobOptions job)
    {
        int[] streams =
        [
            job.SharedWeights.BatchSize, job.Reward.BatchSize, job.Derive.BatchSize, job.Train.Network.BatchSize,
            job.Train.EvaluationBatchSize,
        ];
        int[] lengths = [job.SharedWeights.SequenceLength, job.Reward.SequenceLength, job.Train.Network.SequenceLength];
        var tokens = Math.Max(20_000, 4 * streams.Max() * (lengths.Max() + 1));
        return new TokenData(GeneratedLanguage.Create(job.Seed, states: 500, PtbVocabulary, branches: 20).Corpus(tokens, tokens, 2));
    }

    private static double Scored(JobOptions job, int validTokens) =>
        JobEstimate.Scored(job, validTokens, OfStageItem(job));

    private static int OfStageItem(JobOptions job) => job.Derive.BatchSize * job.SharedWeights.SequenceLength;

    /// <summary>Two operations a multiply-add; forward once, backward twice. The tied decoder is counted where it multiplies.</summary>
    private static double Flops(
        JobOptions job, Schedule schedule, (long OfOne, long OfStep) multiplyAdds, long policy, int decisions, int validTokens)
    {
        double perToken = 2.0 * multiplyAdds.OfOne;
        double trained = JobEstimate.TrainingPasses(job, schedule)
            * job.SharedWeights.BatchSize * job.SharedWeights.SequenceLength * 3 * 2 * multiplyAdds.OfStep;
        double samples = schedule.TotalPolicySteps * (double)job.Strategy.SamplesPerPolicyStep;
        double rewards = JobEstimate.PolicyPasses(job, schedule) * job.Reward.Windows * RnnCellFit.RewardBatchSize(
            job.Reward, validTokens) * job.Reward.SequenceLength * 2.0 * multiplyAdds.OfStep;
        double scores = Scored(job, validTokens) * perToken;
        return trained + rewards + scores + (((samples * 4) + schedule.TotalWeightSteps) * 2 * policy * decisions);
    }

    /// <summary>Weights, packed copies of the active ones, gradients, and what the cell keeps of a window.</summary>
    private static long Memory(RecurrentNetworkOptions network, TextNetworkCounts counts, long policy, double moreThanOne) =>
        sizeof(float) * (counts.Supernet + (4 * counts.Final) + (long)(Kept(network, counts) * moreThanOne) + (8 * policy));

    private static long OfTraining(RecurrentNetworkOptions network, ITextNetworks networks, int vocabulary)
    {
        var counts = networks.Counts(network, vocabulary);
        return JobEstimate.TrainingMemory(counts.Final, Kept(network, counts));
    }

    private static long Kept(RecurrentNetworkOptions network, TextNetworkCounts counts) =>
        (long)network.BatchSize * network.SequenceLength * counts.KeptOfToken;
}

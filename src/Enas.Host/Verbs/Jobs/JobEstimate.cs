using Enas.Host.Composition;
using Enas.Pipeline.Data;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces;

namespace Enas.Host.Verbs.Jobs;

/// <summary>Sizes and costs of a job, from shapes.</summary>
/// <param name="Vocabulary">Words.</param>
/// <param name="VocabularyIsFromData">Whether the data was there to tell; otherwise Penn Treebank's sizes are assumed.</param>
/// <param name="SupernetParameters">Weights of the supernet, as published numbers count them: without batch norm's.</param>
/// <param name="BatchNormParameters">Scales and shifts of the supernet's batch norm.</param>
/// <param name="Clipped">What is larger than what there is, a sentence each.</param>
internal sealed record JobEstimate(
    int Vocabulary, bool VocabularyIsFromData, IReadOnlyList<string> Clipped, long SupernetParameters, long BatchNormParameters, long PolicyParameters, long FinalParameters,
    long Steps, long WeightSteps, long PolicySteps, double GigaFlops, long MemoryBytes, long DiskBytes)
{
    private const int PtbVocabulary = 10_000;
    private const int PtbTrainTokens = 929_589;
    private const int PtbValidTokens = 73_760;
    private const int BytesPerEvent = 150;

    /// <summary>What people should know about the numbers.</summary>
    public string Remark => VocabularyIsFromData ? string.Empty : " (the data is not there: Penn Treebank's sizes are assumed)";

    /// <summary>The estimate of a job.</summary>
    /// <exception cref="DataException">The data is there and cannot be used, or not with this job.</exception>
    public static JobEstimate Of(JobOptions job)
    {
        var space = new RnnCellSpace(job.Space);
        var corpus = JobLoading.TryLoadData(job);
        var clipped = corpus is null ? [] : Fit(job, corpus);
        var (vocabulary, trainTokens, validTokens) = corpus is null
            ? (PtbVocabulary, PtbTrainTokens, PtbValidTokens)
            : (corpus.Vocabulary.Count, corpus.Train.Length, corpus.Valid.Length);
        var stepsPerEpoch = Math.Max(1, ((trainTokens / job.SharedWeights.BatchSize) - 1) / job.SharedWeights.SequenceLength);
        var schedule = new Schedule(job.Strategy, job.Budget.Rounds, stepsPerEpoch);
        var supernet = RnnParameterCounts.Supernet(space, job.SharedWeights, vocabulary);
        var active = RnnParameterCounts.Final(space, job.SharedWeights, vocabulary);
        var policy = LstmPolicy.ParameterCount(space, job.Policy);
        return new JobEstimate(
            vocabulary, corpus is not null, clipped, supernet, RnnParameterCounts.BatchNorm(space, job.SharedWeights), policy, RnnParameterCounts.Final(space, job.Train.Network, vocabulary),
            schedule.TotalSteps, schedule.TotalWeightSteps, schedule.TotalPolicySteps,
            Flops(job, schedule, active, policy, space.Decisions.Count, validTokens) / 1e9,
            Memory(job, space, supernet, active, policy),
            Disk(job, schedule, supernet, policy));
    }

    private static IReadOnlyList<string> Fit(JobOptions job, TokenCorpus corpus)
    {
        JobFit.RequireSearch(job, corpus);
        JobFit.RequireTraining(job, corpus);
        return JobFit.Clipped(job, corpus);
    }

    /// <summary>Two operations a multiply-add; forward once, backward twice. The tied decoder is counted where it multiplies.</summary>
    private static double Flops(JobOptions job, Schedule schedule, long active, long policy, int decisions, int validTokens)
    {
        double perToken = 2.0 * active;
        double trained = schedule.TotalWeightSteps * (double)job.SharedWeights.BatchSize * job.SharedWeights.SequenceLength * 3 * perToken;
        double samples = schedule.TotalPolicySteps * (double)job.Strategy.SamplesPerPolicyStep;
        double rewards = samples * job.Reward.Windows * JobFit.RewardBatchSize(job.Reward, validTokens) * job.Reward.SequenceLength * perToken;
        double scores = 2.0 * job.Derive.Candidates * validTokens * perToken;
        return trained + rewards + scores + (((samples * 4) + schedule.TotalWeightSteps) * 2 * policy * decisions);
    }

    /// <summary>Weights, packed copies of the active ones, gradients, and what the cell keeps of a window.</summary>
    private static long Memory(JobOptions job, RnnCellSpace space, long supernet, long active, long policy)
    {
        var network = job.SharedWeights;
        var tokens = (long)network.BatchSize * network.SequenceLength;
        var kept = tokens * network.Hidden * ((3 * space.NodeCount) + 6);
        return sizeof(float) * (supernet + (4 * active) + kept + (8 * policy));
    }

    private static long Disk(JobOptions job, Schedule schedule, long supernet, long policy)
    {
        var events = (2 * schedule.TotalWeightSteps) + (schedule.TotalPolicySteps * ((2 * job.Strategy.SamplesPerPolicyStep) + 1)) + (2 * job.Derive.Candidates);
        return (events * BytesPerEvent) + (job.Checkpoint.Keep * sizeof(float) * (supernet + (3 * policy)));
    }
}

using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Training;

namespace Enas.Pipeline.Composition;

/// <summary>Sizes and costs of a job, from shapes.</summary>
internal sealed record JobEstimate
{
    private const int BytesPerEvent = 150;

    /// <summary>What the data is, in the numbers that decide: words, or the shape of the images.</summary>
    public required DataEstimate Data { get; init; }

    /// <summary>What is larger than what there is, a sentence each.</summary>
    public required IReadOnlyList<string> Clipped { get; init; }

    /// <summary>What the owner of the data should know, a sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Images, or windows, of the validation set; <see cref="int.MaxValue"/> where they are not known.</summary>
    public int ValidItems { get; init; } = int.MaxValue;

    public required ParameterEstimate Parameters { get; init; }

    /// <summary>What the steps work on; null where nothing is computed.</summary>
    public WorkSizes? Work { get; init; }

    public required Schedule Schedule { get; init; }

    /// <summary>Steps of the final training; 0 where nothing is trained.</summary>
    public long TrainSteps { get; init; }

    public required double GigaFlops { get; init; }

    public required long MemoryBytes { get; init; }

    /// <summary>The same of training one architecture alone, as the search does.</summary>
    public long TrainingMemoryBytes { get; init; }

    public required long DiskBytes { get; init; }

    /// <summary>The estimate of a job.</summary>
    /// <exception cref="DataException">The data is there and cannot be used, or not with this job.</exception>
    /// <exception cref="NotFoundException">What evaluates architectures is not there.</exception>
    /// <exception cref="BadInputException">What evaluates architectures is there and is not what it should be.</exception>
    /// <param name="data">Its data; null where it is not there.</param>
    public static JobEstimate Of(JobOptions job, JobData? data)
    {
        var evaluator = EvaluatorCatalog.Of(job);
        evaluator.RequirePossible(job);
        if (evaluator.TrainsAlone)
        {
            data?.RequireChildren(job);
        }
        else
        {
            if (evaluator.SharesWeights)
            {
                data?.RequireSearch(job);
            }

            data?.RequireTraining(job);
        }

        var estimate = data?.Estimate(job) ?? JobDataCatalog.EstimateWithout(job);
        return (evaluator.WorksAlone ? ChildEstimate.Of(job, estimate) : estimate) with
        {
            Remarks = data?.Remarks ?? [],
            TrainSteps = data is null || estimate.TrainSteps == 0 ? estimate.TrainSteps : TrainStepsOf(job, data.StepsOfEpoch(job)),
            ValidItems = data?.ValidItems(job) ?? int.MaxValue,
        };
    }

    /// <summary>Steps of the final training.</summary>
    /// <param name="inEpoch">Those of an epoch.</param>
    internal static long TrainStepsOf(JobOptions job, long inEpoch) =>
        job.Train.Steps > 0 ? job.Train.Steps : job.Train.Epochs * Math.Max(1, inEpoch);

    /// <summary>Tokens or images that candidates are scored on at the end, in all stages.</summary>
    /// <param name="wholeSet">Those of the whole validation set.</param>
    /// <param name="ofItem">Those of one item that a stage counts: an image, or a window of tokens.</param>
    internal static double Scored(JobOptions job, int wholeSet, int ofItem) => ScoringStages.Of(job).Sum(stage =>
        ScoringStages.CheckpointsOf(job) * stage.Count * new WorkSizes(0, 0, wholeSet, 0, 0) { OfStageItem = ofItem }.OfStage(job, stage));

    /// <summary>Passes forward and backward over a training batch: of all weight steps, and of gradients of second order.</summary>
    internal static double TrainingPasses(JobOptions job, Schedule schedule) => schedule.TotalWeightSteps
        + (schedule.TotalPolicySteps * (double)(StrategyCatalog.Of(job).UnrolledPassesOf(job) ?? 0));

    /// <summary>Forward passes over validation data of all policy steps: one for each reward, or three for a gradient, since the way back
    /// costs twice as much.</summary>
    internal static double PolicyPasses(JobOptions job, Schedule schedule) => schedule.TotalPolicySteps
        * (StrategyCatalog.Of(job).UnrolledPassesOf(job) is null ? job.Strategy.SamplesPerPolicyStep : 3.0);

    /// <summary>Memory of a training alone: its weights, gradients and what an optimizer keeps of them, and the values of a step.</summary>
    /// <param name="parameters">Weights.</param>
    /// <param name="kept">Values that a step keeps for its way back.</param>
    internal static long TrainingMemory(long parameters, long kept) => sizeof(float) * ((4 * parameters) + kept);

    /// <summary>The job of what a search trains alone, or looks at by a proxy; its own where it does neither.</summary>
    internal static JobOptions OfOneAlone(JobOptions job) =>
        EvaluatorCatalog.TrainsChildren(job) && !EvaluatorCatalog.Of(job).TrainsElsewhere
            ? ChildJob.Of(job, new ChildOrder(string.Empty, 0, job.Seed, 1), 1) : job;

    /// <summary>Log and checkpoints.</summary>
    internal static long Disk(JobOptions job, Schedule schedule, long checkpointValues)
    {
        var events = (2 * schedule.TotalWeightSteps)
            + (schedule.TotalPolicySteps * ((2 * job.Strategy.SamplesPerPolicyStep) + 1)) + ScoringStages.Of(job).Sum(stage => stage.Count);
        return (events * BytesPerEvent) + (job.Checkpoint.Keep * sizeof(float) * checkpointValues);
    }
}

/// <summary>The data that the estimate is about.</summary>
/// <param name="IsFromData">Whether the data was there to tell.</param>
/// <param name="Assumed">Whose sizes are assumed otherwise.</param>
/// <param name="Sizes">What there is, by name: words, or channels, height, width and classes.</param>
internal sealed record DataEstimate(bool IsFromData, string Assumed, IReadOnlyList<KeyValuePair<string, int>> Sizes)
{
    /// <summary>What people should know about the numbers.</summary>
    public string Remark => IsFromData ? string.Empty : $" (the data is not there: {Assumed}'s sizes are assumed)";
}

/// <summary>Numbers of weights.</summary>
/// <param name="Supernet">All that the supernet can ever use; of recurrent cells without batch norm's, as published
/// numbers count them.</param>
/// <param name="BatchNorm">Recurrent cells: scales and shifts of the supernet's batch norm.</param>
/// <param name="Policy">Of the policy.</param>
/// <param name="Final">Of a fixed network, see <paramref name="FinalOf"/>.</param>
/// <param name="FinalAuxiliary">Of its auxiliary head, which only training has.</param>
/// <param name="FinalOf">Which fixed network: <c>every</c> where all have as many, the name of a published one that the space holds, or the
/// <c>largest</c>.</param>
/// <param name="FinalMultiplyAdds">Multiply-adds of that network for one image; 0 for recurrent cells.</param>
internal sealed record ParameterEstimate(
    long Supernet, long BatchNorm, long Policy, long Final, long FinalAuxiliary, string FinalOf, long FinalMultiplyAdds);

/// <summary>What the steps of a search work on: tokens or images.</summary>
/// <param name="OfWeightStep">Of a weight step.</param>
/// <param name="OfReward">Of one reward.</param>
/// <param name="OfScore">Of the score of a candidate on the whole validation set.</param>
/// <param name="OfScores">Of all scores of candidates, in all stages.</param>
/// <param name="GigaFlops">Arithmetic of one of them, forward, at most.</param>
internal sealed record WorkSizes(int OfWeightStep, int OfReward, int OfScore, double OfScores, double GigaFlops)
{
    /// <summary>Of what a stage of scores is counted in: 1 for an image, or the tokens of a window over all streams.</summary>
    public int OfStageItem { get; init; } = 1;

    /// <summary>Of a candidate's score in a stage: of the part that is used, which a small set or whole batches can make another than the
    /// one that was asked for.</summary>
    public double OfStage(JobOptions job, ScoringStage stage) => stage.Items == 0 ? OfScore
        : Math.Min(OfScore, (double)ScoredParts.Used(job, stage.Items, (OfScore + OfStageItem - 1) / OfStageItem) * OfStageItem);
}

using System.Globalization;
using System.Text;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Data;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Training;

namespace Enas.Host.Verbs.Jobs;

/// <summary>
/// A job for a folder of data that nobody described: what lies in it decides the space, a few timed steps decide the budgets. The minutes
/// are not in the job, its steps are: so the job alone determines the search.
/// </summary>
/// <param name="Text">The job file: every option with its description.</param>
/// <param name="Job">The same, read.</param>
/// <param name="Words">What was found and decided, a line each.</param>
/// <param name="Seconds">What its pieces take by what was timed.</param>
internal sealed record FolderPlan(string Text, JobDocument Job, IReadOnlyList<string> Words, PlannedSeconds Seconds)
{
    private const string Preset = "small-2";
    private const int StepsOfATimedChild = 100;
    private const int LargestSide = 64;
    private const int ScaledSide = 32;
    private const int MostWords = 10_000;

    // Of the minutes that are asked for, to time one kind of step: there are five kinds.
    private const double TimingShare = 0.012;
    private const double FewestTimingSeconds = 0.5;
    private const double MostTimingSeconds = 5;

    // The data are loaded once for the search, for the known network and for the training of the choice.
    private const int Loads = 3;

    // The program's start, the network as ONNX and the report.
    private const double SecondsOfTheRest = 3;

    private const double FewestMinutes = 0.1;
    private const double MostMinutes = 60 * 24 * 30;

    /// <summary>Minutes that make sense.</summary>
    /// <exception cref="CommandLineException">They do not.</exception>
    public static double Checked(double minutes) => minutes is >= FewestMinutes and <= MostMinutes
        ? minutes
        : throw new CommandLineException(string.Create(CultureInfo.InvariantCulture,
            $"--minutes {minutes}: allowed are numbers from {FewestMinutes} to {MostMinutes:N0}"));

    /// <summary>What a job for a folder is called.</summary>
    public static string NameOf(string folder) => "auto-" + Path.GetFileName(Surroundings.FullPath(folder).TrimEnd('/'));

    /// <summary>Looks at the data and times a few steps. Writes nothing.</summary>
    /// <param name="folder">The folder of the data.</param>
    /// <param name="file">The file that the job will be.</param>
    /// <param name="minutes">Minutes for the search, its finals and the training.</param>
    /// <param name="sets">Overrides of the job.</param>
    /// <param name="compute">What computes.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="DataException">The data is missing or cannot be used.</exception>
    public static async Task<FolderPlan> MakeAsync(
        string folder, string file, double minutes, IReadOnlyList<string> sets, ComputeOptions compute, TimeProvider time)
    {
        var start = time.GetTimestamp();
        var path = Surroundings.FullPath(folder).TrimEnd('/');
        var plan = FolderTask.Of(path) == FolderTask.Images ? OfImages(path, file, sets) : Of(OfText, path, file, sets);
        var job = plan.Job.Options!;
        var beforeLoading = time.GetTimestamp();
        var data = TaskCatalog.Load(job);
        var loading = time.GetElapsedTime(beforeLoading);
        data.RequireSearch(job);
        data.RequireTraining(job);
        var sizes = SizesOf(job, data, compute);
        // The first round is for the compiler: while it is at work, everything is slow.
        var (screening, forEach) = (Screening(job, sizes), TimingSeconds(minutes));
        await TimeAsync(screening, data, compute, new StepTimer(time, forEach / 2));
        var timed = await TimeAsync(screening, data, compute, new StepTimer(time, forEach));
        var rest = (Loads * loading.TotalSeconds) + SecondsOfTheRest;
        var seconds = Math.Max(1, (60 * minutes) - time.GetElapsedTime(start).TotalSeconds - rest);
        var budget = TimedBudget.Of(seconds, timed, sizes);
        var planned = Of([.. plan.Values, .. budget.Rows], path, file, sets);
        var all = budget.Seconds.All + rest + time.GetElapsedTime(start).TotalSeconds;
        return new(planned.Text, planned.Job,
            [.. Describe(data, planned.Job.Options!, timed), .. Describe(budget.Seconds, all, minutes)], budget.Seconds);
    }

    private static double TimingSeconds(double minutes) =>
        Math.Clamp(60 * minutes * TimingShare, FewestTimingSeconds, MostTimingSeconds);

    private static Draft OfImages(string path, string file, IReadOnlyList<string> sets)
    {
        var draft = Of(OfImages(resizeTo: 0), path, file, sets);
        try
        {
            var images = TaskCatalog.Load(draft.Job.Options!) as ImageData ?? throw new BadInputException(
                $"{ForeignText.Shown(path)} holds images, and an option that was set makes the job one for something else");
            return Math.Max(images.Corpus.Height, images.Corpus.Width) <= LargestSide
                ? draft : Of(OfImages(ScaledSide), path, file, sets);
        }
        catch (DataException error) when (error.Kind == DataErrorKind.Unusable)
        {
            // Images of several sizes are refused unless a job says how they become one.
            var scaled = Of(OfImages(ScaledSide), path, file, sets);
            TaskCatalog.Load(scaled.Job.Options!);
            return scaled;
        }
    }

    private static (string Key, object Value)[] OfImages(int resizeTo) =>
    [
        ("data.kind", "images"), ("space.kind", MicroCnnSpace.Name),
        .. resizeTo == 0 ? Array.Empty<(string, object)>()
            : [("data.images.resize", "fit"), ("data.images.resizeTo", resizeTo)],
    ];

    private static (string Key, object Value)[] OfText =>
    [
        ("data.kind", "tokens"), ("space.kind", RnnCellSpace.Name),
        ("data.unknown.word", "<unk>"), ("data.unknown.vocabularySize", MostWords),
    ];

    private static Draft Of((string Key, object Value)[] values, string path, string file, IReadOnlyList<string> sets)
    {
        // A later value takes the place of an earlier one.
        (string Key, object Value)[] all =
        [
            ("name", NameOf(path)), ("seed", 1), ("preset", Preset), ("data.path", path),
            ("strategy.kind", "random"), ("strategy.weightSampler", "fair"),
            ("strategy.weightStepsPerRound", 1), ("strategy.policyStepsPerRound", 0), ("budget.rounds", 1),
            .. values,
        ];
        var drafted = PresetValues.Of(all);
        var text = Write(drafted);
        if (sets.Count == 0)
        {
            return new(values, text, JobLoading.Read(Encoding.UTF8.GetBytes(text), file, []));
        }

        // What was set becomes part of the file, which alone determines the search: the next command need not say it again.
        var overridden = JobLoading.Read(Encoding.UTF8.GetBytes(text), file, sets);
        PresetValue[] set = [.. overridden.Values.Where(value => JobOverrides.IsOrigin(value.Origin))
            .Select(value => new PresetValue(value.Option.Key, value.Json))];
        text = Write([.. drafted.Where(value => set.All(other => other.Key != value.Key)), .. set]);
        return new(values, text, JobLoading.Read(Encoding.UTF8.GetBytes(text), file, []));
    }

    private static string Write(IReadOnlyList<PresetValue> values) => JobTemplates.Write(new JobTemplate(
        string.Empty, "A job for a folder of data, with budgets in steps that were told from a few timed ones.", values));

    private static PlannedSizes SizesOf(JobOptions job, JobData data, ComputeOptions compute)
    {
        var work = JobEstimate.Of(job, data).Work ?? throw new BadInputException(
            "an option that was set makes this a job without shared weights, for which there is no plan: leave evaluator.kind as it is");
        using var backend = compute.CreateBackend(job.Compute);
        var (weights, stepsPerEpoch) = data.SharedWeights(backend, SpaceCatalog.Create(job), job);
        weights!.Dispose();
        return new(stepsPerEpoch!.Value, work.OfScore, job.Derive.BatchSize, work.OfStageItem);
    }

    // The scores that the plan will have, one of each stage.
    private static JobOptions Screening(JobOptions job, PlannedSizes sizes) =>
        job with { Derive = job.Derive with { ScreenItems = sizes.Screened, Refine = 0, RefineItems = 0 }, Finals = new() };

    private static async Task<TimedSteps> TimeAsync(JobOptions job, JobData data, ComputeOptions compute, StepTimer timer)
    {
        var search = (await SearchTiming.MeasureAsync(job, data, JobEstimate.Of(job, data), compute, timer))!;
        var final = TrainingTiming.Measure(job, data, compute, timer);
        var child = ChildJob.Of(job, new ChildOrder(string.Empty, 0, job.Seed, StepsOfATimedChild), StepsOfATimedChild);
        return new(search.WeightStep, search.Screened, search.Candidate, TrainingTiming.Measure(child, data, compute, timer), final);
    }

    private static IEnumerable<string> Describe(JobData data, JobOptions job, TimedSteps timed)
    {
        foreach (var remark in data.Remarks)
        {
            yield return remark;
        }

        var sizes = JobEstimate.Of(job, data).Data.Sizes.Select(size => In($"{size.Key} {size.Value:N0}"));
        yield return $"data         {string.Join(", ", sizes)}";
        yield return In($"timed        weight step {1e3 * timed.WeightStep:0} ms, a candidate's score {1e3 * timed.Screened:0} ms, ")
            + In($"on the whole validation set {1e3 * timed.Whole:0} ms; alone a step {1e3 * timed.Child.Step:0} ms in the finals ")
            + In($"and {1e3 * timed.Final.Step:0} ms at the end, a validation {timed.Final.Validation:0.0} s");
        yield return In($"budget       {job.Strategy.WarmUpSteps:N0} weight steps, {job.Derive.UniformCount:N0} candidates, ")
            + In($"{job.Finals.Count:N0} finals of {job.Child.Steps:N0} steps, then {job.Train.Steps:N0} steps of training");
    }

    private static IEnumerable<string> Describe(PlannedSeconds planned, double all, double minutes)
    {
        yield return In($"plan         weights {planned.Weights:0} s, scores {planned.Scores:0} s, finals {planned.Finals:0} s, ")
            + In($"a known network {planned.Known:0} s, training {planned.Training:0} s; ")
            + In($"{all / 60:0.0} minutes with all that is around them");
        if (all < 0.75 * 60 * minutes)
        {
            yield return "             that is less than was asked for: more passes over so few data would teach a network nothing new";
        }
        else if (all > 1.25 * 60 * minutes)
        {
            yield return "             that is more than was asked for: with fewer steps there would be nothing to see";
        }
    }

    private static string In(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Draft((string Key, object Value)[] Values, string Text, JobDocument Job);
}

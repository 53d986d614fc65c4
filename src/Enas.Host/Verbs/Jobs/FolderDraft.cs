using System.Text;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Data;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Images;

namespace Enas.Host.Verbs.Jobs;

/// <summary>A job for a folder of data: what lies in it decides the space. Its budgets are not known at first.</summary>
internal sealed class FolderDraft
{
    private const string Preset = "small-2";
    private const int LargestSide = 64;
    private const int ScaledSide = 32;
    private const int MostWords = 10_000;

    // What can lie in a folder, and the draft for it.
    private static readonly (string Task, Func<string, string, IReadOnlyList<string>, PlannedStrategy, FolderDraft> Draft)[] s_drafts =
    [
        (FolderTask.Images, OfImages), (FolderTask.Text, (path, file, sets, kind) => new(path, file, sets, OfText, kind, [])),
    ];

    private readonly string _path;
    private readonly string _file;
    private readonly IReadOnlyList<string> _sets;
    private readonly (string Key, object Value)[] _data;

    private FolderDraft(
        string path, string file, IReadOnlyList<string> sets, (string Key, object Value)[] data, PlannedStrategy strategy,
        IReadOnlyList<(string Key, object Value)> budgets)
    {
        (_path, _file, _sets, _data, Strategy) = (path, file, sets, data, strategy);
        (Text, Job) = Read(budgets);
    }

    /// <summary>How it searches.</summary>
    public PlannedStrategy Strategy { get; }

    /// <summary>The job file: every option with its description.</summary>
    public string Text { get; }

    /// <summary>The same, read.</summary>
    public JobDocument Job { get; }

    /// <summary>The draft of a folder.</summary>
    /// <param name="folder">The folder of the data.</param>
    /// <param name="file">The file that the job will be.</param>
    /// <param name="sets">Overrides of the job.</param>
    /// <param name="strategy">How it is to search; null for a predictor, unless options were set that only a job with shared weights
    /// has.</param>
    /// <exception cref="DataException">The data is missing or cannot be used.</exception>
    /// <exception cref="JobRefusedException">What was set fits no such job.</exception>
    public static FolderDraft Of(string folder, string file, IReadOnlyList<string> sets, PlannedStrategy? strategy)
    {
        var path = Surroundings.FullPath(folder).TrimEnd('/');
        var task = FolderTask.Of(path);
        FolderDraft With(PlannedStrategy kind) => s_drafts.First(known => known.Task == task).Draft(path, file, sets, kind);
        try
        {
            return With(strategy ?? PlannedStrategy.Predictor);
        }
        catch (JobRefusedException) when (strategy is null)
        {
            return With(PlannedStrategy.SharedWeights);
        }
    }

    /// <summary>What a job for a folder is called.</summary>
    public static string NameOf(string folder) => "auto-" + Path.GetFileName(Surroundings.FullPath(folder).TrimEnd('/'));

    /// <summary>The same job with budgets.</summary>
    public FolderDraft With(IReadOnlyList<(string Key, object Value)> budgets) => new(_path, _file, _sets, _data, Strategy, budgets);

    /// <summary>The same data and space for a search that needs less time, or this one where nothing does; null where this one was asked
    /// for, or an option was set that only it has.</summary>
    /// <param name="asked">The strategy that was asked for; null for none.</param>
    public FolderDraft? Cheaper(PlannedStrategy? asked)
    {
        if (Strategy.Cheaper is not { } cheaper)
        {
            return this;
        }

        try
        {
            return asked is not null ? null
                : new FolderDraft(_path, _file, _sets, _data, cheaper, []) is var other && TrainImages > 0
                ? other.Fitting(TrainImages) : other;
        }
        catch (JobRefusedException)
        {
            return null;
        }
    }

    // 0 for text.
    private int TrainImages { get; init; }

    private static FolderDraft OfImages(string path, string file, IReadOnlyList<string> sets, PlannedStrategy strategy)
    {
        FolderDraft Scaled() => new(path, file, sets, Images(ScaledSide), strategy, []);
        var draft = new FolderDraft(path, file, sets, Images(resizeTo: 0), strategy, []);
        try
        {
            var images = draft.LoadImages();
            return (Math.Max(images.Height, images.Width) <= LargestSide ? draft : Scaled()).Fitting(images.Train.Count);
        }
        catch (DataException error) when (error.Kind == DataErrorKind.Unusable)
        {
            // Images of several sizes are refused unless a job says how they become one.
            var scaled = Scaled();
            return scaled.Fitting(scaled.LoadImages().Train.Count);
        }
    }

    private ImageCorpus LoadImages() => TaskCatalog.Load(Job.Options!).Images ?? throw new BadInputException(
        $"{ForeignText.Shown(_path)} holds images, and an option that was set makes the job one for something else");

    // A batch is no larger than the training set.
    private FolderDraft Fitting(int trainImages)
    {
        var job = Job.Options!;
        (string Key, int Size)[] batches =
        [
            ("train.network.batchSize", job.Train.ImageNetwork!.BatchSize), ("sharedWeights.batchSize", job.ImageWeights?.BatchSize ?? 0),
        ];
        (string Key, object Value)[] smaller =
            [.. batches.Where(batch => batch.Size > trainImages).Select(batch => (batch.Key, (object)trainImages))];
        return new(_path, _file, _sets, trainImages == 0 ? _data : [.. _data, .. smaller], Strategy, []) { TrainImages = trainImages };
    }

    private static (string Key, object Value)[] Images(int resizeTo) =>
    [
        ("data.kind", DataKindNames.Images), ("space.kind", SpaceCatalog.OfFolders(FolderTask.Images).Kind),
        .. resizeTo == 0 ? Array.Empty<(string, object)>()
            : [("data.images.resize", "fit"), ("data.images.resizeTo", resizeTo)],
    ];

    private static (string Key, object Value)[] OfText =>
    [
        ("data.kind", DataKindNames.Tokens), ("space.kind", SpaceCatalog.OfFolders(FolderTask.Text).Kind),
        ("data.unknown.word", "<unk>"), ("data.unknown.vocabularySize", MostWords),
    ];

    private (string Text, JobDocument Job) Read(IReadOnlyList<(string Key, object Value)> budgets)
    {
        // A later value takes the place of an earlier one.
        var drafted = PresetValues.Of(
        [
            ("name", NameOf(_path)), ("seed", 1), ("preset", Preset), ("data.path", _path), .. _data, .. Strategy.Rows, .. budgets,
        ]);
        var text = Write(drafted);
        if (_sets.Count == 0)
        {
            return (text, JobLoading.Read(Encoding.UTF8.GetBytes(text), _file, []));
        }

        // What was set becomes part of the file, which alone determines the search: the next command need not say it again.
        var overridden = JobLoading.Read(Encoding.UTF8.GetBytes(text), _file, _sets);
        PresetValue[] set = [.. overridden.Values.Where(value => JobOverrides.IsOrigin(value.Origin))
            .Select(value => new PresetValue(value.Option.Key, value.Json))];
        text = Write([.. drafted.Where(value => set.All(other => other.Key != value.Key)), .. set]);
        return (text, JobLoading.Read(Encoding.UTF8.GetBytes(text), _file, []));
    }

    private static string Write(IReadOnlyList<PresetValue> values) => JobTemplates.Write(new JobTemplate(
        string.Empty, "A job for a folder of data, with budgets in steps that were told from a few timed ones.", values));
}

using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Checkpoint;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Steps.Train;
using Enas.Pipeline.Strategies.Reinforce;

namespace Enas.Storage.Tests.Audit;

/// <summary>
/// A search whose events and job are of the kinds that a real one has, because an audit reads what events say. It disappears
/// after the test.
/// </summary>
internal sealed class RecordedSearch : IDisposable
{
    /// <summary>Checkpoints that the job keeps.</summary>
    public const int Kept = 2;

    private const int StepsPerCheckpoint = 10;

    private static readonly byte[] s_job =
        """{ "schemaVersion": 1, "name": "test", "preset": "small", "data": { "kind": "generated" }, "checkpoint": { "keep": 2 } }"""u8
            .ToArray();

    private static readonly JobOptions s_options = JobReader.Read(s_job, "job.json", [], "/").Options!;

    private readonly string _parent = Directory.CreateTempSubdirectory("enas-audit-").FullName;

    public RecordedSearch(string name = "search")
    {
        Folder = SearchFolder.Create(Path.Combine(_parent, name), s_job, System.Text.Encoding.UTF8.GetBytes(s_options.ToResolvedJson()));
        Writer = new WriterDescription(name, "0.0.0-test", [new("backend", "none")]);
    }

    public SearchFolder Folder { get; }

    public WriterDescription Writer { get; }

    public string Parent => _parent;

    /// <summary>A search of some steps, each its own commit, with a checkpoint every ten.</summary>
    public static async Task<RecordedSearch> OfAsync(int steps, int eventsPerCommit = 1, string name = "search")
    {
        var search = new RecordedSearch(name);
        await search.RunAsync(0, steps, eventsPerCommit);
        return search;
    }

    /// <summary>Opens the search for writing and records steps.</summary>
    public async Task RunAsync(int from, int to, int eventsPerCommit = 1, string end = "stopped")
    {
        await using var log = await ParquetEventLog.OpenWriterAsync(Folder, Writer, new StoppedClock(), CancellationToken.None);
        var waiting = new List<LogRow>();
        if (from == 0)
        {
            waiting.Add(Started().ToRow());
        }

        for (var step = from; step < to; step++)
        {
            waiting.AddRange(Step(step));
            if (waiting.Count >= eventsPerCommit || (step + 1) % StepsPerCheckpoint == 0 || step + 1 == to)
            {
                await log.AppendAsync(log.NextSequence, waiting, CancellationToken.None);
                waiting.Clear();
            }

            if ((step + 1) % StepsPerCheckpoint == 0)
            {
                await CheckpointAsync(log, step + 1);
            }
        }

        await log.CloseAsync(end, CancellationToken.None);
    }

    public Task<AuditReport> AuditAsync(string? expectedHead = null) => LogAudit.RunAsync(Folder, expectedHead, CancellationToken.None);

    public string Segment(long number) => Path.Combine(Folder.Segments, SegmentName.Of(number));

    public string[] Checkpoints() => [.. Directory.GetFiles(Folder.Checkpoints).Order(StringComparer.Ordinal)];

    /// <summary>All files that are part of the search's truth or cache.</summary>
    public string[] Files() => [.. Directory.GetFiles(Folder.Segments).Order(StringComparer.Ordinal), .. Checkpoints()];

    /// <summary>Every name in the folder with its content, to show that nothing changed.</summary>
    public string[] Listing() => [.. Directory.EnumerateFiles(Folder.Root, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(path => $"{path} {File.GetLastWriteTimeUtc(path):O} "
            + $"{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))}")];

    /// <summary>Writes a segment anew, consistent in itself, with other rows or another place.</summary>
    public async Task ForgeAsync(long number,
        Func<IReadOnlyList<CommittedRow>, IReadOnlyList<CommittedRow>> forge, Func<SegmentFooter, SegmentFooter>? footer = null)
    {
        var segment = await DecodeAsync(number);
        await File.WriteAllBytesAsync(
            Segment(number), await SegmentEncoder.EncodeAsync((footer ?? (same => same))(segment.Footer), forge(segment.Rows)));
    }

    public async Task<Segment> DecodeAsync(long number) => SegmentDecoder.Decode(await File.ReadAllBytesAsync(Segment(number)), number);

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    public static SearchStarted Started() =>
        new("search", JobFacts.ForSearch(s_options), new string('0', 64), "cpu-exact/1", "cpu-exact/1", Architecture: null, Parent: null);

    /// <summary>Two weight steps, then a policy step, and so on.</summary>
    public static IReadOnlyList<LogRow> Step(long step)
    {
        var tokens = step % 2 == 0 ? "0 0 1 0 1" : "1 0 2 1 3";
        var phase = step % 3 == 2 ? Phases.Policy : Phases.Weights;
        var position = new StepPosition(step, phase, (int)(step / 30));
        var sampled = Measured(new ArchitectureSampled(position, 0, tokens, -3.5 - (step / 7.0), 1.25).ToRow());
        return phase == Phases.Weights
            ? [sampled, Measured(new SharedWeightsTrained(position, 6.0 / (step + 1), 0.25, 20, 100).ToRow())]
            :
            [
                sampled,
                Measured(
                    new RewardEvaluated(position, 0, tokens, 1 + (step % 17 * 0.125), Evaluated(80 / (1 + (step % 17 * 0.125)))).ToRow()),
                Measured(new PolicyUpdated(position, 1.5, [0.1 + step, -0.3], 0.75, 3.5e-4).ToRow()),
            ];
    }

    private static Evaluated Evaluated(double perplexity) =>
        new(new Measurement(Measure.Perplexity, perplexity), [new WindowLoss(40, 175.5)]);

    private async Task CheckpointAsync(ParquetEventLog log, int step)
    {
        var store = new SafetensorsCheckpointStore(Folder);
        var values = Enumerable.Range(0, 8192).Select(i => (float)(i * step)).ToArray();
        var reference = await store.PublishAsync(
            new Checkpoint(step, [new("step", $"{step}")], [new("w", [64, 128], values)]), CancellationToken.None);
        await log.AppendAsync(log.NextSequence,
            [new CheckpointSaved(new StepPosition(step, Phases.Weights, 0), reference).ToRow()], CancellationToken.None);
        foreach (var old in (await store.ListAsync(CancellationToken.None)).SkipLast(Kept))
        {
            await store.ReleaseAsync(old, CancellationToken.None);
        }
    }

    private static LogRow Measured(LogRow row) => row with { DurationMs = 12.5, Observations = """{"duration_ms":12.5}""" };
}

using System.Text.Encodings.Web;
using System.Text.Json;
using Enas.Pipeline.Search;
using Enas.TestKit;
using Enas.TestKit.Faults;

namespace Enas.Storage.Tests.Golden;

/// <summary>
/// A log of every released format, made by <c>enas run jobs/tiny.json</c> at its time and never again: it is read, folded and gone on with
/// as on the day it was written. A difference here breaks the searches that people have.
/// </summary>
[Trait(FaultPlan.Trait, "12")]
public sealed class GoldenLogTests
{
    private static readonly JsonSerializerOptions s_indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    [Theory]
    [InlineData("format-1", "c50f76ff94f1af938258021de2551064a8a3cdd09c45a3c5915f644a61d61784",
        "1ce8135e68f39f39c3727cea2ad14ff31ae4236b4a5109a57e103453030a2863")]
    public async Task A_golden_log_has_its_heads_and_rebuilds_to_its_approved_state(string name, string factHead, string eventHead)
    {
        var folder = SearchFolder.Open(PathOf(name));
        await using var log = await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None);
        Assert.Equal((factHead, eventHead), (log.FactHead, log.EventHead));
        var rows = await TestSearch.ReadAllAsync(log);
        Assert.Equal(eventHead, Convert.ToHexStringLower(rows[^1].EventHash.Span));
        var state = Describe(await log.StateAsync());
        Assert.Equal((await File.ReadAllTextAsync(PathOf(name + ".state.json"))).ReplaceLineEndings("\n").TrimEnd(), state);
    }

    [Theory]
    [InlineData("format-1")]
    public async Task The_checkpoints_of_a_golden_log_are_read(string name)
    {
        var folder = SearchFolder.Open(PathOf(name));
        await using var log = await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None);
        var state = await log.StateAsync();
        var store = new SafetensorsCheckpointStore(folder);
        Assert.NotEmpty(state.Checkpoints);
        foreach (var saved in state.Checkpoints)
        {
            var checkpoint = await store.TryReadAsync(saved.Reference, CancellationToken.None);
            Assert.NotNull(checkpoint);
            Assert.Equal(saved.Position.Step, checkpoint.Step);
        }
    }

    [Theory]
    [InlineData("format-1")]
    public async Task A_golden_log_is_gone_on_with(string name)
    {
        var copy = Directory.CreateTempSubdirectory("enas-golden-").FullName;
        foreach (var file in Directory.GetFiles(PathOf(name), "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(PathOf(name), file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        await using (var log = await ParquetEventLog.OpenWriterAsync(
            SearchFolder.Open(copy), TestSearch.Writer, TimeProvider.System, CancellationToken.None))
        {
            Assert.Equal((2, "format-1"), (log.WriterEpoch, log.SearchId));
            await log.AppendAsync(log.NextSequence, Rows.Step(9), CancellationToken.None);
            Assert.NotEmpty(await TestSearch.ReadAllAsync(log));
        }

        var answer = DuckDb.Query(Path.Combine(copy, "segments"),
            "SELECT count(*), count(DISTINCT event_hash) FROM read_parquet('segments/*.parquet', union_by_name=true)")[0];
        Assert.Equal(answer[0], answer[1]);
        Directory.Delete(copy, recursive: true);
    }

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", name);

    private static string Describe(SearchState state) => JsonSerializer.Serialize(
        new
        {
            state.Started?.Kind,
            state.StepCount,
            state.WeightStepCount,
            state.PolicyStepCount,
            state.SampleCount,
            state.RewardCount,
            state.FailedStepCount,
            state.Baseline,
            state.RewardAverage,
            state.LossAverage,
            state.RewardSum,
            state.LastEntropy,
            state.LastLearningRate,
            state.Best,
            Candidates = state.Candidates.Select(candidate => candidate.ToRow().Facts),
            Checkpoints = state.Checkpoints.Select(saved => saved.Reference.Name),
            Completed = state.Completed?.ToRow().Facts,
        },
        s_indented).ReplaceLineEndings("\n");
}

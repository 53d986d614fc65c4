using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Enas.Host.Tests.Cli;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Spaces.RnnCell;

namespace Enas.Host.Tests.Composition;

/// <summary>
/// A branch takes weights, policy and decisions over. Over every option of every table: what changes their shape is refused before a folder
/// is made, and what is not refused goes on to the end.
/// </summary>
public sealed class ForkShapeTests : IDisposable
{
    // They change what an architecture means, not the shape of anything; or how many weights a checkpoint has of earlier rounds, of which
    // there are none before the first.
    private static readonly string[] s_meanings = ["space.output", "space.firstActivation", "derive.checkpoints"];

    private static readonly string[] s_ofNoSearch = ["name", "tags", "train", "log", "checkpoint"];

    private readonly WorkFolder _work = new();

    public static TheoryData<string, string> Jobs
    {
        get
        {
            var jobs = new TheoryData<string, string>();
            // What is evaluated outside of Enas has no branches at all.
            foreach (var table in JobSchema.Tables.Where(table => table.Space!.Task != "program"))
            {
                jobs.Add(FileOf(table), table.StrategyKind);
            }

            return jobs;
        }
    }

    public void Dispose() => _work.Dispose();

    [Theory]
    [MemberData(nameof(Jobs))]
    public async Task What_is_not_refused_goes_on(string file, string strategy)
    {
        var parent = ForkJob.Of(_work.Root, file, strategy);

        // How the choice is trained in the end, and how the log is written, makes no other search: all of that is run once.
        var made = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (option, set) in Changes(parent.Job))
        {
            if (parent.Changed(set) is { } branch && JobForks.Refusals(parent.Job, branch).Count == 0 && !parent.RefusesDataOf(branch))
            {
                Assert.False(option.IsShape, set);
                if (made.Add(OfSearch(branch)))
                {
                    var state = await RunAsync(parent, branch, set);
                    Assert.True(state.FailedStepCount == 0 && state.Completed is not null, $"{set}: {state.FailedStepCount} steps failed");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Jobs))]
    public void What_is_refused_has_another_shape(string file, string strategy)
    {
        var parent = ForkJob.Of(_work.Root, file, strategy);
        var shapes = parent.ShapesOf(parent.Job);
        foreach (var changes in Changes(parent.Job)
            .Where(change => change.Option.IsShape && !s_meanings.Contains(change.Option.Key)).GroupBy(change => change.Option.Key))
        {
            JobOptions[] branches = [.. changes.Select(change => parent.Changed(change.Set)).OfType<JobOptions>()];
            Assert.All(branches, branch => Assert.NotEmpty(JobForks.Refusals(parent.Job, branch)));

            // Two kinds of evaluators without weights differ in what a value means, which is refused too.
            var isMeaning = changes.Key == "evaluator.kind" && !branches.Append(parent.Job).Any(SpaceCatalog.SharesWeights);
            Assert.True(
                branches.Length == 0 ? changes.Key is "space.kind" or "sharedWeights.looseEnds"
                    : isMeaning || branches.Any(branch => HasOtherShapes(parent, branch, shapes)), changes.Key);
        }
    }

    [Theory]
    [InlineData("tiny.json", "sharedWeights.hidden=16")]
    [InlineData("tiny-macro.json", "sharedWeights.filters=6")]
    [InlineData("tiny-micro.json", "sharedWeights.reduction=strided-cell")]
    public async Task A_branch_of_another_shape_ends_with_65_before_a_folder_is_made(string file, string set)
    {
        await _work.Enas("run", file, "--out", "parent", "--stop-after-steps", "3");
        var folders = Directory.GetDirectories(_work.Root);
        var refused = await _work.Enas("fork", "parent", "--at", "2", "--set", set);
        Assert.Equal(65, refused.ExitCode);
        Assert.Contains($"{set.Split('=')[0]} was ", refused.Error, StringComparison.Ordinal);
        Assert.Equal(folders, Directory.GetDirectories(_work.Root));
    }

    [Theory]
    [InlineData("budget.rounds=1")]
    [InlineData("strategy.policyStepsPerRound=1", "strategy.weightStepsPerRound=1", "budget.rounds=2")]
    public async Task A_branch_with_fewer_steps_than_it_stands_on_ends_with_65_before_a_folder_is_made(params string[] sets)
    {
        await _work.TinySearch("parent");
        var folders = Directory.GetDirectories(_work.Root);
        var refused = await _work.Enas(["fork", "parent", "--at", "5", .. sets.SelectMany(set => (string[])["--set", set])]);
        Assert.Equal(65, refused.ExitCode);
        Assert.Contains("stands on 5 steps, and this budget has ", refused.Error, StringComparison.Ordinal);
        Assert.Equal(folders, Directory.GetDirectories(_work.Root));
    }

    private static string OfSearch(JobOptions job)
    {
        var sections = JsonNode.Parse(job.ToResolvedJson())!.AsObject();
        foreach (var other in s_ofNoSearch)
        {
            sections.Remove(other);
        }

        return sections.ToJsonString();
    }

    // Some shapes depend on the architecture, so that a search with shared weights cannot even begin.
    private static bool HasOtherShapes(ForkJob parent, JobOptions branch, IReadOnlyList<string> shapes)
    {
        try
        {
            return !parent.ShapesOf(branch).SequenceEqual(shapes);
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static async Task<Pipeline.Search.SearchState> RunAsync(ForkJob parent, JobOptions branch, string set)
    {
        try
        {
            return await parent.RunAsync(branch);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"--set {set} is not refused and does not go on", e);
        }
    }

    /// <summary>Every option of the job, with other values near its own.</summary>
    private static IEnumerable<(JobOption Option, string Set)> Changes(JobOptions job)
    {
        using var values = JsonDocument.Parse(job.ToResolvedJson());
        return
        [
            .. from option in JobSchema.Of(job).Options
               let value = option.Key.Split('.').Aggregate(values.RootElement, (section, name) => section.GetProperty(name)).GetRawText()
               from other in OtherValues(option, value)
               where other != value
               select (option, $"{option.Key}={other}"),
        ];
    }

    private static IEnumerable<string> OtherValues(JobOption option, string json) => option.Type switch
    {
        JobOptionType.Boolean => ["true", "false"],
        JobOptionType.Text when option.Allowed.Count > 0 => option.Allowed.Select(Text),
        JobOptionType.TextList when option.Allowed.Count > 0 => [List(option.Allowed.Skip(1)), List(option.Allowed.Take(2))],
        JobOptionType.TextList => [List(["another"])],
        JobOptionType.Text => [Text("another")],
        JobOptionType.Integer => Near(Int128.Parse(json, CultureInfo.InvariantCulture)),
        JobOptionType.Number => Near(double.Parse(json, CultureInfo.InvariantCulture)),
        _ => [],
    };

    private static string Text(string word) => $"\"{word}\"";

    private static string List(IEnumerable<string> words) => $"[{string.Join(',', words.Select(Text))}]";

    private static string[] Near(Int128 value) => [$"{value + 1}", $"{(value > 0 ? value - 1 : 2)}"];

    private static string[] Near(double value) => [(value == 0 ? 0.25 : value / 2).ToString("R", CultureInfo.InvariantCulture), "0"];

    private static string FileOf(JobTable table) => table switch
    {
        { SpaceKind: RnnCellSpace.Name } => "tiny.json",
        { SpaceKind: MacroCnnSpace.Name } => "tiny-macro.json",
        { SpaceKind: MicroCnnSpace.Name } => "tiny-micro.json",
        { Space.HasSharedWeights: true } => $"tiny-{table.SpaceKind}.json",
        _ => $"{table.SpaceKind}-random.json",
    };
}

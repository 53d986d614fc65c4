using System.Text.Json;
using System.Text.RegularExpressions;
using Enas.Host.Tests.Report;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Steps.Score;
using Parquet;

namespace Enas.Host.Tests.Samples;

/// <summary>The sample notebook as a reader of notebooks and as the log see it. Python is not run.</summary>
public sealed partial class NotebookTests : IDisposable
{
    private static readonly string[] s_cellKeys = ["id", "cell_type", "metadata", "source", "outputs", "execution_count"];

    /// <summary>What the notebook uses of pandas, and columns that it makes itself; every other name must be a column of the log.</summary>
    private static readonly string[] s_others =
        ["value_counts", "plot", "copy", "groupby", "source", "max", "mean", "count", "columns", "tail", "apply", "describe"];

    private readonly string _root = Directory.CreateTempSubdirectory("enas-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    // The format's published schema, nbformat 4.5.
    [Fact]
    public void It_is_a_notebook_of_format_4_that_was_not_run()
    {
        using var notebook = Read();
        var root = notebook.RootElement;
        Assert.Equal(["cells", "metadata", "nbformat", "nbformat_minor"],
            root.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
        Assert.Equal((4, 5), (root.GetProperty("nbformat").GetInt32(), root.GetProperty("nbformat_minor").GetInt32()));
        Assert.Equal(JsonValueKind.String, root.GetProperty("metadata").GetProperty("kernelspec").GetProperty("display_name").ValueKind);
        Assert.Equal("python3", root.GetProperty("metadata").GetProperty("kernelspec").GetProperty("name").GetString());
        Assert.Equal("python", root.GetProperty("metadata").GetProperty("language_info").GetProperty("name").GetString());
        JsonElement[] cells = [.. root.GetProperty("cells").EnumerateArray()];
        Assert.NotEmpty(cells);
        string[] ids = [.. cells.Select(cell => cell.GetProperty("id").GetString()!)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(ids, id => Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", id));
        Assert.All(cells, cell =>
        {
            var isCode = cell.GetProperty("cell_type").GetString() == "code";
            Assert.True(isCode || cell.GetProperty("cell_type").GetString() == "markdown");
            Assert.All(cell.EnumerateObject(), property => Assert.Contains(property.Name, s_cellKeys));
            Assert.Equal(JsonValueKind.Object, cell.GetProperty("metadata").ValueKind);
            Assert.All(cell.GetProperty("source").EnumerateArray(), line => Assert.Equal(JsonValueKind.String, line.ValueKind));
            Assert.Equal(isCode, cell.TryGetProperty("execution_count", out var count) && count.ValueKind == JsonValueKind.Null);
            Assert.Equal(isCode, cell.TryGetProperty("outputs", out var outputs) && outputs.GetArrayLength() == 0);
        });
    }

    [Fact]
    public async Task Every_column_and_event_that_it_names_is_in_the_log()
    {
        using var notebook = Read();
        var code = string.Join('\n', notebook.RootElement.GetProperty("cells").EnumerateArray()
            .Where(cell => cell.GetProperty("cell_type").GetString() == "code")
            .Select(cell => string.Concat(cell.GetProperty("source").EnumerateArray().Select(line => line.GetString()))));
        string[] events = [.. Events().Matches(code).Select(match => match.Groups[1].Value)];
        Assert.Equal([RewardEvaluated.Name, CandidateScored.Name, ArchitectureSampled.Name], events);

        var columns = await ColumnsAsync();
        string[] named = [.. Columns().Matches(code)
            .SelectMany(match => match.Groups.Values.Skip(1)).Where(group => group.Success).Select(group => group.Value).Except(s_others)];
        Assert.Equal(["architecture", "event_type", "facts", "metric", "reward", "step"], named.Distinct().Order(StringComparer.Ordinal));
        Assert.All(named, name => Assert.Contains(name, columns));
    }

    private static JsonDocument Read() =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", "analyse.ipynb")));

    private async Task<string[]> ColumnsAsync()
    {
        var search = await RealSearch.RunAsync(Path.Combine(_root, "search"), "tiny.json");
        await using var segment = File.OpenRead(Directory.GetFiles(search.Folder.Segments).Order(StringComparer.Ordinal).Last());
        await using var reader = await ParquetReader.CreateAsync(segment);
        return [.. reader.Schema.DataFields.Select(field => field.Name)];
    }

    [GeneratedRegex("event_type == '([^']*)'")]
    private static partial Regex Events();

    // A member of a frame that is a part of the log, of a grouping of one, or what a chart, a sort or a grouping is told to take.
    [GeneratedRegex(
        @"\b(?:log|rewards|candidates|sampled)\.(\w+)|(?<=groupby\('\w+'\)\.)(\w+)|(?<=(?:sort_values|groupby)\(')(\w+)|\b[xy]='(\w+)'")]
    private static partial Regex Columns();
}

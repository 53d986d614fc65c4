using System.Globalization;
using Enas.Host.Report;

namespace Enas.Host.Tests.Report;

/// <summary>Five seeds each of three strategies over a made-up table, in the order in which a shell gives them.</summary>
public sealed class SeedSearches : IAsyncLifetime
{
    private static readonly string[] s_operations = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"];

    private readonly string _root = Directory.CreateTempSubdirectory("enas-test-").FullName;

    internal IReadOnlyList<ReportedSearch> All { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_root, "table.csv"), Table());
        var searches = new List<ReportedSearch>();
        foreach (var strategy in (string[])["evolution", "policy-table", "random"])
        {
            foreach (var seed in (int[])[1, 10, 2, 3, 4])
            {
                searches.Add(await RunAsync($"{strategy}-{seed}", strategy, $"seed={seed}"));
            }
        }

        All = searches;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>One more search of the table.</summary>
    internal Task<ReportedSearch> RunAsync(string name, string strategy, params string[] sets) =>
        RealSearch.RunAsync(Path.Combine(_root, name), $"nas-bench-201-{strategy}.json", stopAfterSteps: null,
            [$"data.path={Path.Combine(_root, "table.csv")}", "budget.evaluations=40", .. sets]);

    /// <summary>The option that names a table of one's own.</summary>
    internal async Task<string> TableAsync(string name, string table)
    {
        var path = Path.Combine(_root, name);
        await File.WriteAllTextAsync(path, table);
        return $"data.path={path}";
    }

    /// <summary>The same, stopped after so many steps.</summary>
    internal Task<ReportedSearch> RunToAsync(long steps, string name, string strategy, params string[] sets) =>
        RealSearch.RunAsync(Path.Combine(_root, name), $"nas-bench-201-{strategy}.json", steps,
            [$"data.path={Path.Combine(_root, "table.csv")}", "budget.evaluations=40", .. sets]);

    // The value of a cell grows with its convolutions; what has the same ones differs in the last digits.
    internal static string Table()
    {
        var rows = Enumerable.Range(0, 15_625).Select(number =>
        {
            int[] cell = [.. new[] { 1, 5, 25, 125, 625, 3125 }.Select(unit => number / unit % 5)];
            var value = 40 + (7 * cell.Count(operation => operation is 2 or 3)) + (number % 97 / 100.0);
            var (a, b) = (cell.Select(operation => s_operations[operation]).ToArray(), value);
            return string.Create(CultureInfo.InvariantCulture,
                $"{number},|{a[0]}~0|+|{a[1]}~0|{a[2]}~1|+|{a[3]}~0|{a[4]}~1|{a[5]}~2|,{b:0.00},{b + 1:0.00},{b + 5:0.00}\n");
        });
        return "index,arch,cifar10_valid_12ep,cifar10_test_12ep,cifar10_test_200ep\n" + string.Concat(rows);
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Enas.Host.Cli;
using Enas.Host.Report;
using Enas.Host.Verbs.Compare;

namespace Enas.Host.Tests.Report;

/// <summary>Many seeds of few jobs: the jobs come first, a row a job, in terminals of any width and on the page.</summary>
public sealed partial class SeedComparisonTests(SeedSearches searches) : IClassFixture<SeedSearches>
{
    private static readonly string[] s_jobs = ["evolution", "policy-table", "random"];

    private Comparison Whole => new(searches.All);

    [Fact]
    public void Groups_are_named_by_their_strategies_and_seeds_stand_in_the_order_of_their_numbers()
    {
        Assert.Equal(s_jobs, Whole.Groups.Select(group => group.Name));
        Assert.Equal(["evolution-1", "evolution-2", "evolution-3", "evolution-4", "evolution-10"], Whole.Names.Take(5));
        Assert.Equal(Whole.Names, Whole.Sections[0].Rows.Select(row => row[0]));
    }

    [Fact]
    public void A_row_of_a_group_has_mean_and_deviation_best_and_worst_test_and_random_candidates()
    {
        var (head, rows) = Whole.Sections[0].GroupTable();
        Assert.Equal(["job", "seeds", "best reward", "chosen accuracy", "best", "worst", "test accuracy",
            "random best", "search mean", "random mean"], head);
        Assert.Equal(s_jobs, rows.Select(row => row[0]));
        ReportedSearch[] evolution = [.. searches.All.Take(5)];
        double[] chosen = [.. evolution.Select(search => 100 * search.Result!.Score!.Value)];
        Assert.Equal(
        [
            "5", Words([.. evolution.Select(search => Comparison.Best(search)!.Value)], "0.0000", string.Empty),
            Words(chosen, "0.00", " %"),
            Percent(chosen.Max()), Percent(chosen.Min()),
            Words([.. evolution.Select(search => 100 * search.Result!.TestScore!.Value)], "0.00", " %"),
            Words([.. evolution.Select(search => 100 * search.AgainstRandom!.Random.Best!.Value)], "0.00", " %"),
        ], rows[0].Skip(1).Take(7));
    }

    [Theory]
    [InlineData("evolution", false)]
    [InlineData("policy-table", true)]
    public void Operations_are_those_of_the_policy_where_there_is_one(string strategy, bool hasPolicy)
    {
        var search = searches.All.First(one => one.Job.Strategy.Kind == strategy);
        var note = ReportCharts.Of(search, StandAlone.None).Single(chart => chart.Id == "shares").Note;
        Assert.Equal(hasPolicy, note.Contains("sampled for the policy", StringComparison.Ordinal));
    }

    [Fact]
    public void A_remark_is_made_once_a_group_with_the_number_of_its_seeds()
    {
        string[] words = [.. Whole.Sections[0].GroupWords];
        Assert.Equal("random: verdict: nothing to tell: the candidates are the best of all that the search evaluated, and the random ones "
            + "were not chosen from as many; this is random search itself (5 seeds)",
            Assert.Single(words, word => word.StartsWith("random: verdict", StringComparison.Ordinal)));
        var moved = Assert.Single(words, word => word.Contains("entropy", StringComparison.Ordinal));
        Assert.Matches("^policy-table: the policy's entropy is 9\\.[0-9]+( to 9\\.[0-9]+)? nats at its last sample, .* of a uniform one"
            + ": it has hardly moved in all 5 seeds$", moved);
    }

    [Fact]
    public void Each_job_stands_beside_random_search_seed_by_seed()
    {
        string[] words = [.. Whole.Sections[0].GroupWords];
        foreach (var job in (string[])["evolution", "policy-table"])
        {
            double[] gains = [.. ((ulong[])[1, 2, 3, 4, 10]).Select(seed => TestOf(job, seed) - TestOf("random", seed))];
            var mean = 100 * gains.Average();
            var line = Assert.Single(words, word => word.StartsWith($"{job}: ", StringComparison.Ordinal)
                && word.Contains(" random with as many evaluations: test accuracy ", StringComparison.Ordinal));
            Assert.Contains(mean == 0 ? "equal in the mean of 5 seeds" : string.Create(CultureInfo.InvariantCulture,
                $"{Math.Abs(mean):0.00} points {(mean > 0 ? "higher" : "lower")} in the mean of 5 seeds (95 %: "), line,
                StringComparison.Ordinal);
            var drawn = gains.Count(gain => gain == 0);
            Assert.Contains($"; won {gains.Count(gain => gain > 0)}{(drawn == 0 ? string.Empty : $", drew {drawn}")} of 5 seeds; ", line,
                StringComparison.Ordinal);
        }

        Assert.DoesNotContain(words, word => word.StartsWith("random: ", StringComparison.Ordinal)
            && word.Contains("in the mean of", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fewer_evaluations_than_random_search_are_told()
    {
        var comparison = new Comparison(
        [
            .. searches.All.Where(search => search.Job.Strategy.Kind == "random"),
            await searches.RunAsync("short-1", "evolution", "budget.evaluations=20"),
            await searches.RunAsync("short-2", "evolution", "budget.evaluations=20", "seed=2"),
        ]);
        Assert.Contains(comparison.Sections[0].GroupWords, word => word.Contains(" with 20 evaluations for 40: ", StringComparison.Ordinal)
            && word.Contains("in the mean of 2 seeds", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("evaluator.column=cifar10_test_200ep")]
    [InlineData("evaluator.testColumn=cifar10_valid_12ep")]
    public async Task Choices_that_are_worth_something_else_are_not_held_beside_random_search(string option)
    {
        var comparison = new Comparison(
        [
            .. searches.All.Where(search => search.Job.Strategy.Kind == "random"),
            await searches.RunAsync($"other-1-{option}", "evolution", option),
            await searches.RunAsync($"other-2-{option}", "evolution", option, "seed=2"),
        ]);
        Assert.Single(comparison.Sections);
        Assert.Equal(2, comparison.Groups.Count);
        Assert.Empty(comparison.Sections[0].BesideRandom);
    }

    [Fact]
    public async Task Other_data_are_not_held_beside_random_search_and_the_same_elsewhere_are()
    {
        var other = await searches.TableAsync("other.csv", SeedSearches.Table().Replace(".00,", ".01,", StringComparison.Ordinal));
        var moved = await searches.TableAsync("moved.csv", SeedSearches.Table());
        var comparison = new Comparison(
        [
            .. searches.All.Where(search => search.Job.Strategy.Kind == "random"),
            await searches.RunAsync("other-1", "evolution", other),
            await searches.RunAsync("other-2", "evolution", other, "seed=2"),
            await searches.RunAsync("moved-1", "evolution", moved),
            await searches.RunAsync("moved-2", "evolution", moved, "seed=2"),
        ]);
        Assert.Equal(3, comparison.Groups.Count);
        Assert.Single(comparison.Sections[0].BesideRandom);
    }

    [Fact]
    public async Task A_seed_without_a_result_is_named()
    {
        var comparison = new Comparison(
        [
            .. searches.All.Where(search => search.Job.Strategy.Kind is "random" or "evolution"),
            await searches.RunToAsync(20, "half", "random", "seed=7"),
            await searches.RunAsync("whole", "evolution", "seed=7"),
        ]);
        Assert.EndsWith("; 1 more seed is left out, of which one of the two has no result",
            Assert.Single(comparison.Sections[0].BesideRandom).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_figure_that_not_all_counted_seeds_have_says_of_how_many_it_is()
    {
        var comparison = new Comparison(
        [
            .. searches.All.Take(2),
            await searches.RunToAsync(20, "stopped", "evolution", "seed=7"),
        ]);
        var (head, rows) = comparison.Sections[0].GroupTable();
        var row = Assert.Single(rows);
        string Of(string column) => row[head.ToList().IndexOf(column)];
        Assert.Equal("3", Of("seeds"));
        Assert.DoesNotContain("seeds", Of("best reward"), StringComparison.Ordinal);
        Assert.All((string[])["chosen accuracy", "test accuracy", "random best", "random mean"],
            column => Assert.EndsWith(" (2 seeds)", Of(column), StringComparison.Ordinal));
    }

    private double TestOf(string strategy, ulong seed) =>
        searches.All.Single(search => search.Job.Strategy.Kind == strategy && search.Job.Seed == seed).Result!.TestScore!.Value;

    [Fact]
    public async Task Groups_of_one_strategy_are_named_by_what_differs()
    {
        var comparison = new Comparison(
        [
            .. searches.All.Where(search => search.Job.Strategy.Kind == "evolution"),
            await searches.RunAsync("large-1", "evolution", "strategy.population=30"),
            await searches.RunAsync("large-2", "evolution", "seed=2", "strategy.population=30"),
            await searches.RunAsync("alone", "local-search"),
        ]);
        Assert.Equal(["evolution, strategy.population=20", "evolution, strategy.population=30", "alone"],
            comparison.Groups.Select(group => group.Name));
        Assert.Equal("8 searches, seeds of 2 jobs and 1 more", comparison.Subtitle);
        Assert.Equal("evolution, strategy.population=20, evolution, strategy.population=30, alone", comparison.Title);
        Assert.DoesNotContain("seed", comparison.GroupDifferences.Select(row => row.Option));
    }

    [Fact]
    public async Task A_group_has_no_name_that_a_search_has()
    {
        var comparison = new Comparison([.. searches.All.Take(2), await searches.RunAsync("evolution", "local-search")]);
        Assert.Equal(["evolution-1 and 1 more", "evolution"], comparison.Groups.Select(group => group.Name));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void No_word_is_broken_by_the_width_of_a_terminal(int width)
    {
        string[] lines = Text(Whole, all: false, width);
        var (head, rows) = Whole.Sections[0].GroupTable(hasMeans: false);
        var table = lines[1..Array.FindIndex(lines, line => line.StartsWith("mean ±", StringComparison.Ordinal))];
        Assert.All(table, line => Assert.InRange(line.Length, 1, width));
        Assert.All(head.Concat(rows.SelectMany(row => row)), cell =>
            Assert.Contains(table, line => line.Contains(cell, StringComparison.Ordinal)));
        Assert.Contains("15 searches in all: --all lists them one by one, --json and the page of --out have them too", lines);
        Assert.DoesNotContain(lines, line => line.Contains("evolution-1", StringComparison.Ordinal));
        Assert.Single(lines, line => line.StartsWith("strategy.population", StringComparison.Ordinal));
        if (width >= 120)
        {
            Assert.Equal(1 + s_jobs.Length, table.Length);
        }
    }

    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    public void All_lists_the_searches_after_the_groups(int width)
    {
        string[] lines = Text(Whole, all: true, width);
        string[] listed = [.. lines.Select(line => line.Split(' ')[0]).Where(word => NumberedName().IsMatch(word))];
        Assert.Equal(Whole.Names, listed);
        Assert.True(Array.FindIndex(lines, line => line.StartsWith("evolution-1 ", StringComparison.Ordinal))
            > Array.FindIndex(lines, line => line.StartsWith("mean ±", StringComparison.Ordinal)));
        Assert.Equal(width < 120, lines.Any(line => line.StartsWith("no room for: ", StringComparison.Ordinal)));
        Assert.All(lines.Where(line => NumberedName().IsMatch(line.Split(' ')[0])), line => Assert.InRange(line.Length, 1, width));
    }

    [Fact]
    public void Few_seeds_are_listed_side_by_side_where_their_table_has_no_room()
    {
        string[] lines = Text(new Comparison([.. searches.All.Take(2), searches.All[5]]), all: false, 100);
        Assert.Contains("search evolution-1 evolution-10 policy-table-1",
            lines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        Assert.DoesNotContain(lines, line => line.Contains("--all", StringComparison.Ordinal));
    }

    [Fact]
    public void Differences_that_fit_no_table_are_a_line_an_option()
    {
        string[] lines = Text(Whole, all: false, 60);
        Assert.Contains("strategy.population: 20 (evolution)", lines);
        Assert.Contains("strategy.samplesPerPolicyStep: 1 (policy-table, random)", lines);
    }

    [Fact]
    public void Few_searches_that_fit_no_table_stand_side_by_side()
    {
        var comparison = new Comparison([searches.All[0], searches.All[5], searches.All[10]]);
        string[] lines = Text(comparison, all: false, 80);
        Assert.Equal(["search", "evolution-1", "policy-table-1", "random-1"], lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["seed", "1", "1", "1"], lines[4].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.False(comparison.HasSeeds);
    }

    [Fact]
    public void The_page_begins_with_the_groups_and_folds_the_searches()
    {
        var page = ComparisonPage.Write(Whole);
        var body = page[page.IndexOf("<main>", StringComparison.Ordinal)..page.IndexOf("</main>", StringComparison.Ordinal)];
        Assert.Contains("<h1>evolution, policy-table, random</h1><p>15 searches, seeds of 3 jobs</p>", body, StringComparison.Ordinal);
        var folded = body.IndexOf("<details><summary>15 searches, one by one</summary>", StringComparison.Ordinal);
        Assert.InRange(folded, 1, body.Length);
        Assert.DoesNotContain("evolution-1", body[..folded], StringComparison.Ordinal);
        Assert.Contains("<td>evolution-10</td>", body[folded..], StringComparison.Ordinal);
        Assert.Contains("<th>option</th><th>evolution</th><th>policy-table</th><th>random</th>", body, StringComparison.Ordinal);

        // A table has no shared weights, and its axis counts evaluations.
        Assert.DoesNotContain("shared weights", body, StringComparison.Ordinal);
        Assert.Contains("\"x\":\"evaluations\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Searches_with_shared_weights_are_drawn_over_steps_and_have_their_loss()
    {
        var folder = Directory.CreateTempSubdirectory("enas-test-");
        try
        {
            var page = ComparisonPage.Write(new Comparison(
            [
                await RealSearch.RunAsync(Path.Combine(folder.FullName, "a"), "tiny.json"),
                await RealSearch.RunAsync(Path.Combine(folder.FullName, "b"), "tiny.json", stopAfterSteps: null, "seed=2"),
            ]));
            Assert.Contains("Training loss of the shared weights", page, StringComparison.Ordinal);
            Assert.DoesNotContain("\"x\":\"evaluations\"", page, StringComparison.Ordinal);
            Assert.Contains("<details open><summary>2 searches, one by one</summary>", page, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("a-1 a-10 a-2", "a-1 a-2 a-10")]
    [InlineData("b a", "b a")]
    [InlineData("b-10 a b-9", "b-9 b-10 a")]
    [InlineData("r1-s10 r10-s1 r1-s9 r2-s1", "r1-s9 r1-s10 r2-s1 r10-s1")]
    [InlineData("x007 x7 x06", "x06 x007 x7")]
    public void Names_that_differ_in_numbers_stand_in_their_order(string given, string natural) =>
        Assert.Equal(natural.Split(' '), NaturalOrder.Of(given.Split(' '), name => name));

    private static string[] Text(Comparison comparison, bool all, int width)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var terminal = new Terminal(json: false, output, TextWriter.Null);
        terminal.People.Profile.Width = width;
        ComparisonText.Write(comparison, all, terminal);
        return [.. output.ToString().Split('\n').Select(line => line.TrimEnd())];
    }

    private static string Words(double[] values, string format, string unit)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(value => Math.Pow(value - mean, 2)) / (values.Length - 1));
        string Number(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        return $"{Number(mean)} ± {Number(deviation)}{unit}";
    }

    private static string Percent(double value) => value.ToString("0.00", CultureInfo.InvariantCulture) + " %";

    [GeneratedRegex("^[a-z-]+-[0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex NumberedName();
}
